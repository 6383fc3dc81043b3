/**
 * What the engine's provider process runs. The text in the stack's state requires this module by the package's
 * name (`../resource.ts`) and takes `draftTask` or `taskRun` from it. Nothing here reads settings before a method is called.
 */
import type * as dynamic from "@pulumi/pulumi/dynamic";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Declined } from "../errors";
import * as drafts from "./draftTask";
import { endLaterWithout, endWithout, engineIn } from "./engine";
import { type Config, type Host, newHost } from "./host";
import type { Properties } from "./properties";
import { newRefusals } from "./reach";
import { secrecyOf } from "./secrecy";
import { settle } from "./settle";
import * as runs from "./taskRun";

/** The operations of one kind of resource. */
type Operations = Pick<
  typeof drafts | typeof runs,
  "check" | "diff" | "create" | "read" | "update" | "remove"
>;

const declined = (reason: string): Declined => ({ _tag: "Declined", reason });

/** In a preview the program's own process reads them, and fails. */
const withMistakes = (inputs: Properties, mistakes: readonly string[]): Properties => {
  const found: readonly unknown[] = Array.isArray(inputs.__mistakes) ? inputs.__mistakes : [];
  return mistakes.length === 0 ? inputs : { ...inputs, __mistakes: [...found, ...mistakes] };
};

/** A provider over a host of one's own: what tests drive. */
const providerOf =
  ({ check, diff, create, read, update, remove }: Operations) =>
  (host: Host, configure: (config: Config) => void): dynamic.ResourceProvider => ({
    // Nothing is awaited before the configuration is stored: the engine may call a method while this is pending.
    configure: async ({ config }) => configure((key) => config.get(key)),
    check: async (olds: Properties, news: Properties) => {
      const { clear, checked } = secrecyOf(news, olds);
      const { inputs, failures } = checked(await check(host, olds, news));
      const refusals = failures.length > 0 ? [] : newRefusals(host);
      return { inputs: withMistakes(inputs, clear(refusals)), failures: [...failures] };
    },
    diff: async (id, olds: Properties, news: Properties) => {
      const { failing } = secrecyOf(news, olds);
      const differences = await settle(failing(diff(host, id, olds, news)), news);
      const [refusal] = newRefusals(host);
      return refusal === undefined ? differences : settle(failing(TE.left(declined(refusal))), news);
    },
    create: (inputs: Properties) => {
      const { failing, result } = secrecyOf(inputs);
      return settle(pipe(create(host, inputs), failing, TE.map(result)), inputs);
    },
    read: (id, props: Properties = {}) => {
      const { failing, readResult } = secrecyOf(props);
      return settle(pipe(read(host, id, props), failing, TE.map(readResult)), props);
    },
    update: (id, olds: Properties, news: Properties) => {
      const { failing, result } = secrecyOf(news, olds);
      return settle(pipe(update(host, id, olds, news), failing, TE.map(result)), news);
    },
    delete: (id, props: Properties) => settle(secrecyOf(props).failing(remove(host, id, props)), props),
  });

export const draftTaskProvider = providerOf(drafts);
export const taskRunProvider = providerOf(runs);

let config: Config = () => undefined;
const engine = engineIn(process.argv.slice(2));
if (engine !== undefined) endLaterWithout(engine);
const host = newHost({
  config: () => config,
  ...(engine === undefined ? {} : { beforeWrite: () => endWithout(engine) }),
});
const configured = (given: Config): void => {
  config = given;
};

/** One per process and kind: the engine starts a process for a preview and another for the update. */
export const draftTask: dynamic.ResourceProvider = draftTaskProvider(host, configured);
export const taskRun: dynamic.ResourceProvider = taskRunProvider(host, configured);
