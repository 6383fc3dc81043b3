import type { Port } from "../../provider/cwl/ports";
import { isObject, type JsonObject, own } from "../json";
import type { Change, Orders, Outcome, Task } from "../store/model";
import { oddOutput, readOrders } from "./appOrders";
import { keptOutput } from "./inputs";
import { statusOf } from "./lifecycle";

/** What a test may decide about a task. Of a parent, `outputs`, `requeue`, `optionalOutputs` and `price` are for all its children. */
export interface TaskControl extends Orders {
  readonly outcome?: Outcome;
  /** By the value of a child's group; may be said before the children are made. */
  readonly childOutcomes?: Readonly<Record<string, Outcome>>;
  readonly addedErrors?: readonly JsonObject[];
  /** Port by port, in place of what would be made up. */
  readonly givenOutputs?: JsonObject;
  readonly childOutputs?: Readonly<Record<string, JsonObject>>;
  readonly requeue?: boolean;
}

/** A control, or the sentence that says what is wrong with it. */
export const readTaskControl = (body: unknown): TaskControl | string => {
  if (!isObject(body)) return `expected an object with ${known}`;
  const { outcome, children, errors, outputs, childOutputs, requeue, optionalOutputs, price, ...more } = body;
  const [odd] = Object.keys(more);
  if (odd !== undefined) return `${odd} is unknown; known are ${known}`;
  if (outcome !== undefined && !isOutcome(outcome)) return `outcome must be ${outcomes.join(", ")}`;
  if (children !== undefined && !isMap(children, isOutcome))
    return `children must map group values to ${outcomes.join(", ")}`;
  if (errors !== undefined && !(Array.isArray(errors) && errors.every(isObject)))
    return "errors must be a list of objects";
  if (outputs !== undefined && !isObject(outputs)) return "outputs must be an object";
  if (childOutputs !== undefined && !isMap(childOutputs, isObject))
    return "childOutputs must map group values to objects";
  if (requeue !== undefined && typeof requeue !== "boolean") return "requeue must be true or false";
  const orders = readOrders({ optionalOutputs, price });
  if (typeof orders === "string") return orders;
  return {
    ...orders,
    ...(outcome === undefined ? {} : { outcome }),
    ...(children === undefined ? {} : { childOutcomes: children }),
    ...(errors === undefined ? {} : { addedErrors: errors }),
    ...(outputs === undefined ? {} : { givenOutputs: keptOutputs(outputs) }),
    ...(childOutputs === undefined ? {} : { childOutputs: mapOutcomes(childOutputs, keptOutputs) }),
    ...(requeue === undefined ? {} : { requeue }),
  };
};

const mapOutcomes = <T>(value: Readonly<Record<string, T>>, each: (it: T) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(value).map(([key, it]) => [key, each(it)]));

const keptOutputs = (outputs: JsonObject): JsonObject => mapOutcomes(outputs, keptOutput);

/** The first output that is ordered and that the app has not, as a sentence. */
export const unknownOutput = (
  { givenOutputs = {}, childOutputs = {}, ...orders }: TaskControl,
  ports: readonly Port[],
): string | undefined => {
  const ordered = [givenOutputs, ...Object.values(childOutputs)].flatMap(Object.keys);
  const odd = ordered.find((id) => !ports.some((it) => it.id === id));
  return odd === undefined ? oddOutput(orders, ports) : `the app has no output ${odd}`;
};

const known = "outcome, children, errors, outputs, childOutputs, requeue, optionalOutputs and price";

/** What is ordered for a task itself and for its children; those that are there hear of it as well. */
export const withControl = (
  task: Task,
  children: readonly Task[],
  control: TaskControl,
  now: number,
): Change[] => {
  const ordered: Task = { ...task, ...control };
  const { requeue } = control;
  return [
    ["task", task.id, requeue === undefined ? ordered : readRequeued(ordered, requeue, now)],
    ...children
      .filter((it) => it.end === undefined)
      .map((it): Change => {
        const child = { ...it, ...ordersOfChild(control, it) };
        return ["task", it.id, requeue === undefined ? child : readRequeued(child, requeue, now)];
      }),
  ];
};

/** A task that runs is queued again from now on, one that does not run yet in the midst of its running. */
const readRequeued = ({ requeuedAt, ...task }: Task, requeue: boolean, now: number): Task => {
  const runs =
    requeue && task.batching === undefined && statusOf({ ...task, requeue: false }, [], now) === "RUNNING";
  return { ...task, requeue, ...(runs ? { requeuedAt: now } : {}) };
};

/** What orders to a parent mean for a child: a port that `childOutputs` names goes before the same one of `outputs`. */
export const ordersOfChild = (
  { childOutcomes = {}, childOutputs = {}, givenOutputs, optionalOutputs, priceForm }: TaskControl,
  child: Pick<Task, "group" | "givenOutputs">,
): Pick<Task, "outcome" | "givenOutputs" | keyof Orders> => {
  const value = child.group?.value ?? "";
  const outcome = own(childOutcomes, value);
  const forAll = givenOutputs ?? child.givenOutputs;
  const outputs = own(childOutputs, value);
  return {
    ...(outcome === undefined ? {} : { outcome }),
    ...(optionalOutputs === undefined ? {} : { optionalOutputs }),
    ...(priceForm === undefined ? {} : { priceForm }),
    ...(forAll === undefined && outputs === undefined ? {} : { givenOutputs: { ...forAll, ...outputs } }),
  };
};

export const withoutOrders = (task: Task): Task => {
  const {
    outcome,
    childOutcomes,
    addedErrors,
    givenOutputs,
    childOutputs,
    requeue,
    requeuedAt,
    optionalOutputs,
    priceForm,
    ...plain
  } = task;
  return plain;
};

const outcomes = ["COMPLETED", "FAILED", "ABORTED"] satisfies Outcome[];
const isOutcome = (value: unknown): value is Outcome =>
  value === "COMPLETED" || value === "FAILED" || value === "ABORTED";
const isMap = <T>(value: unknown, is: (it: unknown) => it is T): value is Record<string, T> =>
  isObject(value) && Object.values(value).every(is);
