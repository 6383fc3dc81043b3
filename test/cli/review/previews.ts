import * as E from "fp-ts/Either";
import { markdown, type Options } from "../../../cli/review/markdown";
import { readPreview } from "../../../cli/review/preview";
import { reviewOf } from "../../../cli/review/read";
import { unknownValue } from "../../../provider/shared/unknown";

/** Previews made by hand, in the engine's form: `pulumi preview --json`. */

type Properties = Readonly<Record<string, unknown>>;

/** A resource as the program declares it. */
export interface Declared {
  readonly type: "DraftTask" | "TaskRun";
  readonly name: string;
  readonly inputs: Properties;
  /** By arg, the resources that its value comes from. */
  readonly from: Readonly<Record<string, readonly string[]>>;
}

const urnOf = ({ type, name }: Pick<Declared, "type" | "name">): string =>
  `urn:pulumi:dev::lab::pulumi-nodejs:dynamic/sevenbridges:${type}::${name}`;

const project = "rfranklin/rnaseq";
const file = (n: number) => ({
  class: "File",
  path: `567890abc8a5639cc672${String(n).padStart(4, "0")}`,
  name: `S${n}.fastq.gz`,
});
export const files = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => file(from + at));
export const idOf = (n: number): string => `7f1c2f6e-0c7e-4c59-9d53-${String(n).padStart(12, "0")}`;
export const usd = (amount: number) => ({ amount, currency: "USD" });

/** A `DraftTask`; `from` are the runs that its inputs come from. */
export const task = (name: string, args: Properties = {}, ...from: readonly Declared[]): Declared => ({
  type: "DraftTask",
  name,
  inputs: {
    project,
    app: `${project}/align/4`,
    name,
    __defaultName: name,
    __endpoint: "http://127.0.0.1:4/v2",
    ...args,
  },
  from: { inputs: from.map(urnOf) },
});

export const batch = (name: string, args: Properties = {}, ...from: readonly Declared[]): Declared =>
  task(name, { batchInput: "reads", batchBy: { type: "ITEM" }, ...args }, ...from);

/** What `check` adds. */
export const expected = (...groups: readonly string[]) => ({
  expectedChildren: { count: groups.length, groups },
});

/** A `TaskRun`: of a task that is not made yet, or of one that is. */
export const run = (
  name: string,
  of: Declared,
  args: Properties = {},
  id: unknown = unknownValue,
): Declared => ({
  type: "TaskRun",
  name,
  inputs: { task: id, __endpoint: "http://127.0.0.1:4/v2", ...args },
  from: { task: [urnOf(of)] },
});

const step = (op: string, now: Declared | undefined, was: Declared | undefined, state: Properties) => {
  const one = now ?? was;
  if (one === undefined) throw new Error("a step needs a resource");
  const common = (it: Declared) => ({
    urn: urnOf(it),
    type: `pulumi-nodejs:dynamic/sevenbridges:${it.type}`,
    propertyDependencies: it.from,
  });
  const { id, ...outputs } = state;
  return {
    op,
    urn: urnOf(one),
    ...(was && {
      oldState: { ...common(was), id, inputs: was.inputs, outputs: { ...was.inputs, ...outputs } },
    }),
    ...(now && { newState: { ...common(now), inputs: now.inputs } }),
  };
};
export type Step = ReturnType<typeof step> & { readonly replaceReasons?: readonly string[] };

export const created = (now: Declared): Step => step("create", now, undefined, {});
export const same = (now: Declared, state: Properties): Step => step("same", now, now, state);
export const updated = (now: Declared, state: Properties, was: Declared = now): Step =>
  step("update", now, was, state);
export const replaced = (
  now: Declared,
  state: Properties,
  reasons: readonly string[],
  was: Declared = now,
): Step => ({ ...step("replace", now, was, state), replaceReasons: reasons });
export const deleted = (was: Declared, state: Properties): Step => step("delete", undefined, was, state);

/** What the state says of a draft, and of a run that has ended. */
export const drafted = (n: number) => ({ id: idOf(n), status: "DRAFT" });
export const ran = (n: number, price?: number, more: Properties = {}) => ({
  id: idOf(n),
  task: idOf(n),
  status: "COMPLETED",
  __attemptCount: 1,
  ...(price === undefined ? {} : { price: usd(price) }),
  ...more,
});

export interface Rest {
  readonly diagnostics?: readonly Properties[];
  readonly changeSummary?: Readonly<Record<string, number>>;
  /** What happens to the stack itself: `delete` in a preview of `pulumi destroy`. */
  readonly stackOp?: "same" | "delete";
}

const stack = "urn:pulumi:dev::lab::pulumi:pulumi:Stack::lab-dev";

/** The text that the engine prints. */
export const previewText = (steps: readonly object[], { stackOp = "same", ...rest }: Rest = {}): string =>
  JSON.stringify({
    steps: [{ op: stackOp, urn: stack, oldState: { urn: stack, type: "pulumi:pulumi:Stack" } }, ...steps],
    duration: 1,
    ...rest,
  });

export const reviewed = (steps: readonly object[], rest: Rest = {}) => {
  const preview = readPreview(previewText(steps, rest));
  if (E.isLeft(preview)) throw new Error(preview.left);
  return reviewOf(preview.right);
};

/** The comment. */
export const comment = (steps: readonly object[], rest: Rest & Partial<Options> = {}): string =>
  markdown(reviewed(steps, rest), { hits: [], maxChars: 60_000, ...rest });
