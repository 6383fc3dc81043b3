import { programError } from "../program/programError";

/** The same class, but a call without `new` ends in a sentence instead of JavaScript's TypeError. */
export const withNew = <C extends abstract new (...args: never[]) => object>(name: string, resource: C): C =>
  new Proxy(resource, {
    apply: () => {
      throw programError(`${name} is a class: write new sb.${name}("name", args)`);
    },
  });
