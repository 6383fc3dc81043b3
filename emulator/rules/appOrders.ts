import type { Port } from "../../provider/cwl/ports";
import { appRef } from "../ids";
import { isObject } from "../json";
import type { Change, Orders, Revision, Task } from "../store/model";
import type { Store } from "../store/store";
import { isOptionalOutputs, neverNull, optionalOutputsForm } from "./optionalOutputs";
import { isPriceForm, priceForms } from "./price";

/** What may be ordered for one task, and in a seed or by a control route for all tasks of an app. */
export const orderKeys = ["optionalOutputs", "price"] as const;

/** The orders of an object that may hold other keys as well, or the sentence that says what is wrong with one. */
export const readOrders = ({
  optionalOutputs,
  price,
}: Readonly<Partial<Record<(typeof orderKeys)[number], unknown>>>): Orders | string => {
  if (optionalOutputs !== undefined && !isOptionalOutputs(optionalOutputs))
    return `optionalOutputs ${optionalOutputsForm}`;
  if (price !== undefined && !isPriceForm(price)) return `price must be ${priceForms.join(", ")}`;
  return {
    ...(optionalOutputs === undefined ? {} : { optionalOutputs }),
    ...(price === undefined ? {} : { priceForm: price }),
  };
};

/** The orders of a control route for an app. */
export const readAppOrders = (body: unknown, outputs: readonly Port[]): Orders | string => {
  const known = orderKeys.join(" and ");
  if (!isObject(body) || Object.keys(body).length === 0) return `expected an object with ${known}`;
  const odd = Object.keys(body).find((it) => !orderKeys.some((key) => key === it));
  if (odd !== undefined) return `${odd} is unknown; known are ${known}`;
  const orders = readOrders(body);
  return typeof orders === "string" ? orders : (oddOutput(orders, outputs) ?? orders);
};

/** The first output that is named and that the order can not be for, as a sentence. */
export const oddOutput = ({ optionalOutputs }: Orders, outputs: readonly Port[]): string | undefined =>
  optionalOutputs === undefined ? undefined : neverNull(optionalOutputs, outputs);

/** For all revisions that the id means, what is not named again stays as it was ordered. */
export const withOrders = (revisions: readonly Revision[], orders: Orders): Change[] =>
  revisions.map((it) => [
    "revision",
    `${it.app}/${it.revision}`,
    { ...it, orders: { ...it.orders, ...orders } },
  ]);

/** What holds for a task of what was ordered for its app. */
export const ordersOfApp = (store: Store, task: Pick<Task, "app">): Orders => {
  const ref = appRef(task.app);
  return (ref && store.revision(ref.app, ref.revision)?.orders) ?? {};
};
