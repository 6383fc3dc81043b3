import { BAD_REQUEST, refuse } from "../calls/refusals";
import { isObject, isString, type JsonObject, MAX_DEPTH } from "../json";

/**
 * The shape of `execution_settings` and `output_location` (API digest 3.4, 3.5). Null is as good as nothing sent, unknown
 * keys are kept, and what is of a wrong kind is refused with its path: our choice. Which instance types and volumes there
 * are nobody checks.
 */
type Kind = readonly [is: (value: unknown) => boolean, kind: string];

const text: Kind = [isString, "a string"];
const flag: Kind = [(it) => typeof it === "boolean", "true or false"];
const object: Kind = [isObject, "an object"];
/** What is in folders may be as deep as what is in values. */
const folders: Kind = [
  (it) => isString(it) && it.split("/").length <= MAX_DEPTH,
  `a string, of at most ${MAX_DEPTH} folders`,
];
const instances: Kind = [
  (it) => typeof it === "number" && Number.isSafeInteger(it) && it >= 1,
  "a whole number of at least 1",
];
/** The Python client's guide has a list with one. */
const instanceType: Kind = [
  (it) => isString(it) || (Array.isArray(it) && it.length === 1 && it.every(isString)),
  "a string or a list of one",
];

export const readExecutionSettings = (sent: JsonObject): JsonObject =>
  checkSetting("execution_settings", sent, {
    instance_type: instanceType,
    max_parallel_instances: instances,
    use_memoization: flag,
    use_elastic_disk: flag,
  });

export const readOutputLocation = (sent: JsonObject): JsonObject => {
  const path = "output_location";
  const location = checkSetting(path, sent, {
    main_location: folders,
    main_location_alias: text,
    nodes_override: flag,
    nodes_location: object,
  });
  const nodes = isObject(location.nodes_location) ? location.nodes_location : {};
  for (const [port, node] of Object.entries(nodes)) {
    const at = `${path}.nodes_location.${port}`;
    if (!isObject(node)) return refuse(BAD_REQUEST, `${at} must be an object.`);
    checkSetting(at, node, { output_location: folders, output_location_alias: text });
  }
  return location;
};

const checkSetting = (path: string, sent: JsonObject, kinds: Readonly<Record<string, Kind>>): JsonObject => {
  for (const [key, [is, kind]] of Object.entries(kinds)) {
    const value = sent[key];
    if (value !== undefined && value !== null && !is(value))
      return refuse(BAD_REQUEST, `${path}.${key} must be ${kind}.`);
  }
  return sent;
};
