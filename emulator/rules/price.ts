import { isObject, list } from "../json";
import type { End, Price, PriceForm, Task } from "../store/model";

/**
 * Prices are made up: ten cents per step that has begun, a third of it on spot, one for storage (our choice). They are
 * whole cents, as they are shown: what a parent shows is the sum of what its children show.
 */
export const priceOf = (task: Task, steps: number): Price => ({
  computation: cents((steps * 10) / (task.spot ? 3 : 1)),
  storage: cents(1),
});

const cents = (n: number): number => Math.round(n) / 100;

export const priceOfAll = (ends: readonly End[]): { price?: Price } => {
  const prices = ends.flatMap((it) => it.price ?? []);
  if (prices.length === 0) return {};
  return {
    price: {
      computation: prices.reduce((sum, it) => sum + it.computation, 0),
      storage: prices.reduce((sum, it) => sum + it.storage, 0),
    },
  };
};

/** The names of a workflow's steps; a tool is one step. */
export const stepsOf = (cwl: unknown): readonly string[] => {
  const steps = isObject(cwl) ? cwl.steps : undefined;
  const named = isObject(steps)
    ? Object.keys(steps)
    : list(steps).map((it) =>
        isObject(it) && typeof it.id === "string" ? it.id.replace(/^.*[#/]/, "") : "step",
      );
  return named.length > 0 ? named : [isObject(cwl) && typeof cwl.label === "string" ? cwl.label : "tool"];
};

export const priceForms: readonly PriceForm[] = ["number", "text", "noBreakdown", "missing"];

export const isPriceForm = (value: unknown): value is PriceForm => priceForms.some((it) => it === value);
