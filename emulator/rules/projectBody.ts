import type { Refusal } from "../calls/codes";
import {
  BAD_REQUEST,
  NO_BILLING_GROUP_ID,
  NO_PROJECT_TYPE,
  PROJECT_NAME,
  PROJECT_TYPE,
  refuse,
} from "../calls/refusals";
import { isObject, isString, type JsonObject, strings } from "../json";

/** What create and edit may say (API digest 8.3). A key that was not sent is undefined; unknown keys are ignored. */
export interface ProjectBody {
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly tags: readonly string[] | undefined;
  readonly settings: JsonObject;
  readonly billingGroup: string | undefined;
}

/** Null empties the description and the tags, and is as good as nothing sent for the rest: our choice. */
export const readProjectBody = (body: JsonObject): ProjectBody => {
  const { name, description, tags, settings, type } = body;
  if (name !== undefined && (!isString(name) || name.trim() === "")) return refuse(PROJECT_NAME);
  if (description != null && !isString(description))
    return refuse(BAD_REQUEST, "description must be a string.");
  if (tags != null && !strings(tags)) return refuse(BAD_REQUEST, "tags must be a list of strings.");
  if ((textOf(type, NO_PROJECT_TYPE, PROJECT_TYPE) ?? "v2") !== "v2") return refuse(PROJECT_TYPE);
  return {
    name,
    description: description === null ? "" : description,
    tags: tags === null ? [] : tags,
    settings: readSettings(settings),
    billingGroup: textOf(body.billing_group, NO_BILLING_GROUP_ID, NO_BILLING_GROUP_ID),
  };
};

const textOf = (value: unknown, empty: Refusal, odd: Refusal): string | undefined => {
  if (value === undefined || value === null) return undefined;
  if (!isString(value)) return refuse(odd);
  return value.trim() === "" ? refuse(empty) : value;
};

const switches = [
  "locked",
  "controlled",
  "use_interruptible_instances",
  "use_memoization",
  "use_elastic_disk",
  "allow_network_access",
];

const readSettings = (settings: unknown): JsonObject => {
  if (settings === undefined || settings === null) return {};
  if (!isObject(settings)) return refuse(BAD_REQUEST, "settings must be an object.");
  const odd = switches.find((it) => settings[it] != null && typeof settings[it] !== "boolean");
  return odd === undefined ? settings : refuse(BAD_REQUEST, `settings.${odd} must be true or false.`);
};

/**
 * Settings merge, objects within them too: the Python client sends of `intermediate_files` only what has changed. Null
 * leaves what there was: our choice.
 */
export const mergeSettings = (was: JsonObject, sent: JsonObject): JsonObject => ({
  ...was,
  ...Object.fromEntries(
    Object.entries(sent)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => {
        const old = was[key];
        return [key, isObject(value) && isObject(old) ? mergeSettings(old, value) : value];
      }),
  ),
});
