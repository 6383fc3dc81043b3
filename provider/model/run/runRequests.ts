import * as t from "io-ts";
import { ExpectedChildren } from "../task/expectedChildren";
import { secretMark } from "../values/secrets";
import { batchWithoutOutput, groupMistake, noOutputPort, singleWithoutChildren } from "./runMistakes";

/** What a program takes from a run, and what is known beforehand of what the run will have. Pure. */

/** One call of `run.output(port)`, `run.childOutput(port)` or `run.child(group).output(port)`. */
export const RunRequest = t.readonly(
  t.union([
    t.type({ take: t.literal("output"), port: t.string }),
    t.type({ take: t.literal("childOutput"), port: t.string }),
    t.type({ take: t.literal("child"), port: t.string, group: t.string }),
  ]),
  "RunRequest",
);
export type RunRequest = t.TypeOf<typeof RunRequest>;

/** What a run will have, as far as that is known before it has ended. */
export const RunShape = t.readonly(
  t.partial({
    isBatch: t.boolean,
    /** The output ports of its app. */
    ports: t.readonlyArray(t.string),
    /** The groups of its children. */
    groups: t.readonlyArray(t.string),
  }),
  "RunShape",
);
export type RunShape = t.TypeOf<typeof RunShape>;

/** What a program's process says of a run beside its args. */
export const RunUses = t.partial(
  {
    /** The app of its DraftTask, with the revision. */
    app: t.string,
    /** Its DraftTask: its owner, and the connection as the program gives it. */
    draft: t.partial({ owner: t.string, connection: t.string }),
    expectedChildren: ExpectedChildren,
    /** Those that were made in the moment in which the run was declared. */
    requests: t.readonlyArray(RunRequest),
  },
  "RunUses",
);
export type RunUses = Partial<t.TypeOf<typeof RunUses>>;

/** What is surely wrong with a request; `undefined` where nothing is, or where that is not known yet. */
export const requestMistake = (
  run: string,
  { isBatch, ports, groups }: RunShape,
  request: RunRequest,
): string | undefined => {
  const { take, port } = request;
  if (take === "output" && isBatch === true) return batchWithoutOutput(run, port);
  if (take !== "output" && isBatch === false) return singleWithoutChildren(run, port);
  if (ports !== undefined && !ports.includes(port)) return noOutputPort(run, port, ports);
  // What repeats a secret was taken out of the names of the groups.
  const areKnown = isBatch === true && groups?.every((group) => !group.includes(secretMark)) === true;
  return take === "child" && areKnown ? groupMistake(run, request.group, groups) : undefined;
};
