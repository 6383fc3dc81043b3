import * as t from "io-ts";
import { closed, form, open, scalar } from "./codec";

/**
 * An instance: `AUTO`, or `type;disk;GB` such as `c4.2xlarge;ebs-gp2;2000`. The platform knows the types, we
 * only know the shape (API digest, section 3.4).
 */
export const instanceType: t.Type<string> = form(
  "InstanceType",
  /^(auto|[^;\s]+(;[^;\s]+;[1-9]\d*)?)$/i,
  'must be AUTO, an instance type, or "type;disk;GB" (like c4.2xlarge;ebs-gp2;2000)',
);

export const boolean: t.Type<boolean> = scalar("boolean", t.boolean.is, "must be true or false");

export const atLeastOne: t.Type<number> = scalar(
  "AtLeastOne",
  (u): u is number => Number.isSafeInteger(u) && Number(u) >= 1,
  "must be a whole number of at least 1",
);

/** On what a task runs: API digest, section 3.4. Nothing here is a difference in the work's result. */
export const executionSettings = closed(
  "ExecutionSettings",
  {},
  {
    instanceType: open(instanceType),
    maxParallelInstances: open(atLeastOne),
    useMemoization: open(boolean),
    useElasticDisk: open(boolean),
  },
);
export type ExecutionSettings = t.TypeOf<typeof executionSettings>;
