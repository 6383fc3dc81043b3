import { refuse, UNDECODABLE } from "../calls/refusals";
import { isObject, isString, type JsonObject, reason } from "../json";
import type { Revision } from "../store/model";
import { readCwlYaml } from "../yaml";

/**
 * The CWL of an app, as JSON or YAML. The Python client sends YAML as a JSON string, and calls it JSON all the same.
 * API digest 8.1; that a document without a class is refused, and as 90009, is our choice.
 */
export const readCwl = (text: string, contentType: string): JsonObject => {
  const cwl = parseCwl(() => {
    const read: unknown = contentType.includes("yaml") ? readPublished(text) : JSON.parse(text);
    return isString(read) ? readPublished(read) : read;
  });
  return isCwl(cwl) ? cwl : refuse(UNDECODABLE, "The app is not a CWL document: it has no class.");
};

/** An answer has no place for warnings. */
const readPublished = (text: string): unknown => readCwlYaml(text, () => undefined);

export const isCwl = (value: unknown): value is JsonObject =>
  isObject(value) && (isString(value.class) || Array.isArray(value.$graph));

const parseCwl = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    const [why] = reason(error).split("\n");
    return refuse(UNDECODABLE, `The app can not be read: ${why}`);
  }
};

/** What an app is called: by its label (API digest 8.1), else by the last part of its id (our choice). */
export const appName = ({ app, cwl }: Pick<Revision, "app" | "cwl">): string =>
  isString(cwl.label) && cwl.label !== "" ? cwl.label : app.slice(app.lastIndexOf("/") + 1);
