import * as E from "fp-ts/Either";
import * as t from "io-ts";
import {
  formatParts,
  isRecord,
  nonEmpty,
  orUnknown,
  orUnknownDeep,
  patternCodec,
  strictObject,
} from "../../shared/codec";
import type { Elsewhere } from "./argPlaces";
import { boolean } from "./executionSettings";

const location: t.Type<string> = patternCodec(
  "Location",
  /./,
  "must be a path of the project or volumes://{volume}/…",
);

const nodeLocation = strictObject(
  "NodeLocation",
  {},
  { outputLocation: orUnknown(location), outputLocationAlias: orUnknown(location) },
);
export type NodeLocation = t.TypeOf<typeof nodeLocation>;

const isNodes = (u: unknown): u is { readonly [node: string]: NodeLocation } =>
  isRecord(u) && Object.values(u).every((node) => nodeLocation.is(node));

/** Locations by node id; node ids are the app's and are never re-cased. */
const nodesLocation = new t.Type<{ readonly [node: string]: NodeLocation }, unknown>(
  "NodesLocation",
  isNodes,
  (u, c) => {
    if (!isRecord(u)) return t.failure(u, c, "must be an object with one entry per node");
    const nodes = Object.entries(u)
      .filter(([, node]) => node !== undefined)
      .map(
        ([id, node]) =>
          [id, nodeLocation.validate(node, t.appendContext(c, id, nodeLocation, node))] as const,
      );
    const errors = nodes.flatMap(([, node]) => (E.isLeft(node) ? node.left : []));
    return errors.length > 0
      ? t.failures(errors)
      : t.success(
          Object.fromEntries(nodes.flatMap(([id, node]) => (E.isRight(node) ? [[id, node.right]] : []))),
        );
  },
  t.identity,
);

/** Where the outputs are put: API digest, section 3.5. */
export const outputLocationCodec = (elsewhere: Elsewhere) =>
  strictObject(
    "OutputLocation",
    {},
    {
      mainLocation: orUnknown(location),
      mainLocationAlias: orUnknown(location),
      nodesOverride: orUnknown(boolean),
      nodesLocation: orUnknownDeep(nodesLocation),
    },
    elsewhere,
  );
export type OutputLocation = t.TypeOf<ReturnType<typeof outputLocationCodec>>;

const shapes = {
  mainLocation: t.string,
  mainLocationAlias: t.string,
  nodesOverride: t.boolean,
  nodesLocation,
};

/** Out of a state: by its shape alone. */
export const storedOutputLocation = (stored: unknown): OutputLocation | undefined =>
  nonEmpty(formatParts(shapes, stored));
