import * as E from "fp-ts/Either";
import { isUnknown } from "../unknown";
import { argNames, runArgNames } from "./argPlaces";
import { isRecord } from "./codec";
import { isFileId } from "./ids";
import { markedAs } from "./marks";
import { pendingIn } from "./pending";
import type { Mistake } from "./report";

/**
 * What no program can have meant, wherever it is in its args. Only what a program gives is searched: a state or the platform
 * may hold the same from earlier, and stays readable. No value is quoted.
 */

/**
 * What JavaScript makes of an Output in a template string or in JSON: `OutputImpl.toString` and `toJSON` of Pulumi's SDK. A
 * program may have changed case or separators since.
 */
const ofOutput = /calling[^a-z]{1,3}to(string|json)[^a-z]{1,3}on[^a-z]{1,3}an[^a-z]{1,3}output/i;
const ofObject = /\[object (Object|Promise|Map|Set|Generator|AsyncGenerator)\]/;

/** What is wrong with a text that was made of something that is none; `undefined` for any other text. */
export const stringified = (text: string): string | undefined => {
  const [output, method] = ofOutput.exec(text) ?? [];
  if (output !== undefined)
    return method?.toLowerCase() === "json"
      ? "holds an Output that became Pulumi's error text: write pulumi.jsonStringify(…) instead of JSON.stringify(…)"
      : "holds an Output that became Pulumi's error text: write pulumi.interpolate before the template string";
  const [object, kind] = ofObject.exec(text) ?? [];
  if (object === undefined) return undefined;
  return kind === "Promise"
    ? "holds a promise that became a text: await it first, or write pulumi.interpolate before the template string"
    : "holds an object that became a text: name the property that is meant (like task.id)";
};

const isOpen = (text: string): boolean => isUnknown(text) || pendingIn(text).length > 0;

const noId = {
  File: "must be the file's id (24 hexadecimal characters), not a name or a path: sb.getFile({ project, path }) or sb.getFileOutput({ project, path }) looks it up",
  Directory:
    "must be the folder's id (24 hexadecimal characters), not a name or a path: it is in the address of the folder's page",
} as const;

/** A file or a folder is its id. What else a lookup or a run has put there is for people. */
const inFile = (kind: "File" | "Directory", id: unknown, path: string): readonly Mistake[] => {
  if (typeof id !== "string" || id === "" || markedAs(id) !== undefined || isOpen(id) || isFileId(id))
    return [];
  return [{ path: `${path}.path`, wanted: stringified(id) ?? noId[kind] }];
};

const inValue = (value: unknown, path: string, isInput: boolean): readonly Mistake[] => {
  if (typeof value === "string") {
    // The codec of `inputs` knows marks.
    const wanted = (isInput ? undefined : markedAs(value)) ?? stringified(value);
    return wanted === undefined ? [] : [{ path, wanted }];
  }
  if (Array.isArray(value))
    return value.flatMap((item, index) => inValue(item, `${path}[${index}]`, isInput));
  if (!isRecord(value)) return [];
  const { class: kind } = value;
  if (isInput && (kind === "File" || kind === "Directory")) return inFile(kind, value.path, path);
  return Object.entries(value).flatMap(([key, item]) => inEntry(key, item, path, isInput));
};

const inEntry = (key: string, item: unknown, path: string, isInput: boolean): readonly Mistake[] =>
  stringified(key) === undefined
    ? inValue(item, path === "" ? key : `${path}.${key}`, isInput)
    : [
        {
          path,
          wanted: "has a key that was an Output or an object: use output.apply((key) => ({ [key]: value }))",
        },
      ];

/** The engine sorts args by their names; messages keep to the order of the documentation. */
const order: readonly string[] = [...new Set([...runArgNames.slice(0, 1), ...argNames, ...runArgNames])];

const inOrder = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  (order.indexOf(a) + 1 || order.length + 1) - (order.indexOf(b) + 1 || order.length + 1);

/** All slips in the args of a resource. Properties that start with `__` are the provider's own. */
export const slipsIn = (args: unknown): readonly Mistake[] =>
  isRecord(args)
    ? Object.entries(args)
        .sort(inOrder)
        .flatMap(([key, value]) => (key.startsWith("__") ? [] : inEntry(key, value, "", key === "inputs")))
    : [];

const isAt = (path: string, slip: string): boolean =>
  path === slip || path.startsWith(`${slip}.`) || path.startsWith(`${slip}[`);

/** What is wrong with the args of a program. A slip is named once: that it has no proper form either is left out. */
export const withSlips =
  <A>(decode: (args: unknown) => E.Either<readonly Mistake[], A>) =>
  (args: unknown): E.Either<readonly Mistake[], A> => {
    const decoded = decode(args);
    const slips = slipsIn(args);
    if (slips.length === 0) return decoded;
    const others = E.isLeft(decoded) ? decoded.left : [];
    return E.left([
      ...slips,
      ...others.filter(
        ({ path }) => stringified(path) === undefined && !slips.some((slip) => isAt(path, slip.path)),
      ),
    ]);
  };
