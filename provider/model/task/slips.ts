import * as E from "fp-ts/Either";
import { isRecord } from "../../shared/codec";
import { markWith } from "../../shared/marks";
import type { Mistake } from "../../shared/mistakes";
import { pendingIn } from "../../shared/pending";
import { isUnknown } from "../../shared/unknown";
import { isAsset } from "../../shared/wireValues";
import { runArgNames } from "../codecs/argPlaces";
import { isFileId } from "../codecs/ids";
import { objectSlip, textSlip } from "../codecs/wireSlips";
import { argNames } from "./fields";

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
export const stringifiedText = (text: string): string | undefined => {
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

/** Where in the args a value is, and what may be there. */
interface Place {
  /** The codec of `inputs` knows marks, and files. */
  readonly isInput: boolean;
  /** The SDK compares the contents of assets. */
  readonly takesAssets: boolean;
  /** In a preview a value may be unknown. */
  readonly isPreview: boolean;
}

/** What is wrong with any text. */
const inText = (text: string, { isPreview }: Place): string | undefined =>
  stringifiedText(text) ?? textSlip(text, isPreview);

/** A file or a folder is its id. What else a lookup or a run has put there is for people. */
const inFile = (
  kind: "File" | "Directory",
  { path: id, name }: Readonly<Record<string, unknown>>,
  path: string,
  { isPreview }: Place,
): readonly Mistake[] => {
  const wrongName = typeof name === "string" ? textSlip(name, isPreview) : undefined;
  const ofName = wrongName === undefined ? [] : [{ path: `${path}.name`, wanted: wrongName }];
  if (typeof id !== "string" || id === "" || markWith(id) !== undefined || isFileId(id)) return ofName;
  const wrong = textSlip(id, isPreview);
  if (wrong === undefined && isOpen(id)) return ofName;
  return [{ path: `${path}.path`, wanted: wrong ?? stringifiedText(id) ?? noId[kind] }, ...ofName];
};

const inValue = (value: unknown, path: string, place: Place): readonly Mistake[] => {
  if (typeof value === "string") {
    const wanted = (place.isInput ? undefined : markWith(value)) ?? inText(value, place);
    return wanted === undefined ? [] : [{ path, wanted }];
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => inValue(item, `${path}[${index}]`, place));
  if (!isRecord(value)) return [];
  if (place.takesAssets && isAsset(value)) return [];
  const wanted = objectSlip(value);
  if (wanted !== undefined) return [{ path, wanted }];
  const { class: kind } = value;
  if (place.isInput && (kind === "File" || kind === "Directory")) return inFile(kind, value, path, place);
  return Object.entries(value).flatMap(([key, item]) => inEntry(key, item, path, place));
};

const inEntry = (key: string, item: unknown, path: string, place: Place): readonly Mistake[] =>
  stringifiedText(key) === undefined
    ? inValue(item, path === "" ? key : `${path}.${key}`, place)
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

const placeOf = (arg: string, isPreview: boolean): Place => ({
  isInput: arg === "inputs",
  takesAssets: arg === "triggers",
  isPreview,
});

/** All slips in the args of a resource. Properties that start with `__` are the provider's own. */
export const slipsIn = (args: unknown, isPreview: boolean): readonly Mistake[] =>
  isRecord(args)
    ? Object.entries(args)
        .sort(inOrder)
        .flatMap(([key, value]) =>
          key.startsWith("__") ? [] : inEntry(key, value, "", placeOf(key, isPreview)),
        )
    : [];

const isAt = (path: string, slip: string): boolean =>
  path === slip || path.startsWith(`${slip}.`) || path.startsWith(`${slip}[`);

/** What is wrong with the args of a program. A slip is named once: that it has no proper form either is left out. */
export const withSlips =
  <A>(decode: (args: unknown) => E.Either<readonly Mistake[], A>) =>
  (args: unknown, isPreview: boolean): E.Either<readonly Mistake[], A> => {
    const decoded = decode(args);
    const slips = slipsIn(args, isPreview);
    if (slips.length === 0) return decoded;
    const others = E.isLeft(decoded) ? decoded.left : [];
    return E.left([
      ...slips,
      ...others.filter(
        ({ path }) => stringifiedText(path) === undefined && !slips.some((slip) => isAt(path, slip.path)),
      ),
    ]);
  };
