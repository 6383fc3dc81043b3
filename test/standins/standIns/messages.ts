import { isRecord } from "../../../provider/shared/codec";
import { showing } from "../change";
import { type Act, whole } from "../lifecycle";
import type { Row } from "../row";
import type { Json, StandIn } from "../standIn";

/** The errors of a draft in another form. */
const saying = (form: string, change: (errors: readonly unknown[]) => unknown): StandIn =>
  showing(`\`errors\` as ${form}`, (task: Json) =>
    Array.isArray(task.errors) && task.errors.length > 0 ? { ...task, errors: change(task.errors) } : task,
  );

/** A draft that lacks a required input. */
const addBadDraft: Act = async ({ lives, stack, write, begin, run }) => {
  write({
    threads: 5,
    late: true,
    lines: [
      'new sb.DraftTask(of("bad"), { project: args(1).project, app: args(1).app, connection, inputs: {} });',
    ],
  });
  await stack.must("config", "set", "sevenbridges:checks", "offline");
  await run("up with a draft that lacks an input", begin("up"));
  return lives.map(() => []);
};

const textOf = (error: unknown): string =>
  isRecord(error) ? String(error.message ?? error.description) : String(error);

const row = (standIn: StandIn): Row => ({
  standIn,
  meets: "the errors are shown",
  act: addBadDraft,
  demanded: { tasks: ["bad DRAFT", ...whole.tasks].sort() },
  fails: [{ step: "up with a draft that lacks an input", text: /reads.*is a draft with errors/ }],
});

export const messageRows: readonly Row[] = [
  row(saying("texts", (errors) => errors.map(textOf))),
  row(saying("one object by port", (errors) => ({ reads: errors.map(textOf) }))),
  row(
    saying("objects of other keys", (errors) =>
      errors.map((error) => ({ on: "reads", what: textOf(error) })),
    ),
  ),
];
