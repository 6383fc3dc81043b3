import { BAD_REQUEST, refuse } from "../calls/refusals";
import { isObject, isString, type JsonObject } from "../json";
import type { Project } from "../store/model";
import type { Wanted } from "./batching";

/** What create and modify may say (API digest 5.1, 5.4). A key that was not sent is undefined; unknown keys are ignored. */
export interface TaskBody extends Wanted {
  readonly name: string | undefined;
  readonly description: string | null | undefined;
  readonly inputs: JsonObject;
  readonly executionSettings: JsonObject | null | undefined;
  readonly outputLocation: JsonObject | null | undefined;
  readonly spot: boolean | undefined;
}

/** The sentences are our choice; the API's own for a value of a wrong kind were not seen. */
export const readTaskBody = (body: JsonObject): TaskBody => ({
  name: optional(body, "name", isString, "a string") ?? undefined,
  description: optional(body, "description", isString, "a string"),
  inputs: optional(body, "inputs", isObject, "an object") ?? {},
  executionSettings: optional(body, "execution_settings", isObject, "an object"),
  outputLocation: optional(body, "output_location", isObject, "an object"),
  spot: optional(body, "use_interruptible_instances", isBoolean, "a boolean") ?? undefined,
  batch: body.batch,
  batchInput: body.batch_input,
  batchBy: body.batch_by,
});

const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";

const optional = <T>(
  body: JsonObject,
  key: string,
  is: (value: unknown) => value is T,
  kind: string,
): T | null | undefined => {
  const value = body[key];
  if (value === undefined || value === null) return value;
  return is(value) ? value : refuse(BAD_REQUEST, `${key} must be ${kind}.`);
};

/**
 * Execution settings with what holds for memoization: the project's setting, as it is when the settings are sent, unless
 * they say it themselves (API digest 3.4). That it shows where it was not sent, as the spot flag does, is our choice.
 */
export const withMemoization = (
  sent: JsonObject | null | undefined,
  project: Project | undefined,
): JsonObject => ({
  ...sent,
  use_memoization: sent?.use_memoization ?? project?.settings.use_memoization === true,
});

/** `<app name> run - <MM-DD-YY hh:mm:ss>`, as in the documentation's examples: our choice (API digest 5.1). */
export const defaultName = (app: string, now: number): string => {
  const [date = "", time = ""] = new Date(now).toISOString().split(/[T.]/);
  const [year = "", month, day] = date.split("-");
  return `${app} run - ${month}-${day}-${year.slice(2)} ${time}`;
};
