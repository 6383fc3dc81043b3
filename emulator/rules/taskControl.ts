import { isObject, type JsonObject, own } from "../json";
import type { Change, Outcome, Task } from "../store/model";

/** What a test may decide about a task: how it ends, how its children end, errors that block it, its outputs. */
export interface TaskControl {
  readonly outcome?: Outcome;
  /** By the value of a child's group; may be said before the children are made. */
  readonly childOutcomes?: Readonly<Record<string, Outcome>>;
  readonly addedErrors?: readonly JsonObject[];
  /** Port by port, in place of what would be made up. */
  readonly givenOutputs?: JsonObject;
}

/** A control, or the sentence that says what is wrong with it. */
export const readTaskControl = (body: unknown): TaskControl | string => {
  if (!isObject(body)) return "expected an object with outcome, children, errors or outputs";
  const { outcome, children, errors, outputs, ...more } = body;
  const [odd] = Object.keys(more);
  if (odd !== undefined) return `${odd} is unknown; known are outcome, children, errors and outputs`;
  if (outcome !== undefined && !isOutcome(outcome)) return `outcome must be ${outcomes.join(", ")}`;
  if (children !== undefined && !isOutcomes(children))
    return `children must map group values to ${outcomes.join(", ")}`;
  if (errors !== undefined && !(Array.isArray(errors) && errors.every(isObject)))
    return "errors must be a list of objects";
  if (outputs !== undefined && !isObject(outputs)) return "outputs must be an object";
  return {
    ...(outcome === undefined ? {} : { outcome }),
    ...(children === undefined ? {} : { childOutcomes: children }),
    ...(errors === undefined ? {} : { addedErrors: errors }),
    ...(outputs === undefined ? {} : { givenOutputs: outputs }),
  };
};

export const withControl = (task: Task, children: readonly Task[], control: TaskControl): Change[] => [
  ["task", task.id, { ...task, ...control }],
  ...children.flatMap((child): Change[] => {
    const outcome = own(control.childOutcomes ?? {}, child.group?.value ?? "");
    return outcome === undefined || child.end !== undefined
      ? []
      : [["task", child.id, { ...child, outcome }]];
  }),
];

const outcomes = ["COMPLETED", "FAILED", "ABORTED"] satisfies Outcome[];
const isOutcome = (value: unknown): value is Outcome =>
  value === "COMPLETED" || value === "FAILED" || value === "ABORTED";
const isOutcomes = (value: unknown): value is Record<string, Outcome> =>
  isObject(value) && Object.values(value).every(isOutcome);
