import type * as pulumi from "@pulumi/pulumi";
import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { App } from "../api/endpoints/schemas";
import { defaultBatching, inputPorts, outputPorts, type Port } from "../cwl/ports";
import { portText, symbolsOf } from "../cwl/portText";
import { appId, unversioned } from "../model/codecs/ids";
import { type BatchBy, byItem } from "../model/values/batching";
import { compact } from "../model/values/fromApi";
import { strictObject } from "../shared/codec";
import { connectionName } from "../shared/connectionName";
import type { WithInputs } from "./inputs";
import { type Lookup, lookUp, lookUpOutput } from "./lookUp";

export interface GetAppArgs {
  /** The app, `owner/project/app/revision`. Without the revision: the newest. */
  readonly id: string;
  /** On which platform: the name of one of `sevenbridges:connections`. Default: the stack's own settings. */
  readonly connection?: string;
}

/** The same with Outputs. */
export type GetAppOutputArgs = WithInputs<GetAppArgs>;

/** An input or an output of an app. */
export interface AppPort {
  /** As it is written in `inputs` of a task. */
  readonly id: string;
  /** Its CWL type: `File[]?`, `int`, `enum(None, Basic)`, `record(seed: int?)`; `File | string` for one of several, `Any` where the app does not say. */
  readonly type: string;
  /** Whether it may be left empty. A port with a `default` may be, too, whatever this says. */
  readonly optional: boolean;
  /** What the app takes where the task gives nothing. */
  readonly default?: unknown;
  /** What the app's author suggests; the platform does not set it. Files are not read out of it. */
  readonly suggestedValue?: unknown;
  /** Extensions without the dot, in the app's own case: `["FASTQ", "FQ"]`. For people: not checked. */
  readonly fileTypes?: readonly string[];
  /** The patterns of the files that come with this one: `.bai`, `^.dict`. */
  readonly secondaryFiles?: readonly string[];
  /** What an enum, or a list of one, allows. */
  readonly symbols?: readonly string[];
  readonly label?: string;
  readonly doc?: string;
}

/** How an app batches: as `batchInput` and `batchBy` of a `DraftTask`. */
export interface AppBatching {
  readonly batchInput: string;
  readonly batchBy: BatchBy;
}

/** An app at one revision. See https://docs.cancergenomicscloud.org/reference/get-details-of-an-app. */
export interface AppInfo {
  /** With its revision: what a `DraftTask` takes as `app`, and then keeps. */
  readonly id: string;
  /** The project that it is in, `owner/project`. */
  readonly project: string;
  /** For people. */
  readonly name: string;
  /** A whole number. */
  readonly revision: number;
  /** In the app's order. */
  readonly inputs: readonly AppPort[];
  /** In the app's order. */
  readonly outputs: readonly AppPort[];
  /** How the app batches where a task does not say; missing on most apps. */
  readonly batching?: AppBatching;
}

const portOf = ({ id, type, optional, ...rest }: Port): AppPort => {
  const symbols = symbolsOf(type);
  return { id, type: portText({ type, optional }), optional, ...rest, ...(symbols ? { symbols } : {}) };
};

const batchingOf = (raw: unknown): AppBatching | undefined => {
  const own = defaultBatching(raw);
  if (own === undefined || own.batchBy.type === "ITEM") return own && { ...own, batchBy: byItem };
  const [first, ...more] = own.batchBy.criteria;
  return first === undefined
    ? undefined
    : { batchInput: own.batchInput, batchBy: { type: "CRITERIA", criteria: [first, ...more] } };
};

const infoOf = ({ id, revision, name, raw }: App): AppInfo => {
  const app = unversioned(id);
  return {
    id: `${app}/${revision}`,
    project: app.split("/").slice(0, 2).join("/"),
    name: name ?? app,
    revision,
    inputs: inputPorts(raw).map(portOf),
    outputs: outputPorts(raw).map(portOf),
    ...compact({ batching: batchingOf(raw) }),
  };
};

export const appLookup: Lookup<GetAppArgs, AppInfo> = {
  name: "getApp",
  args: strictObject("getApp", { id: appId }, { connection: connectionName }),
  asked: ({ id }) => `getApp of ${id}`,
  ask: ({ app }, { id }) => pipe(app(id), TE.map(infoOf)),
  mocked: (answer) => ({ id: "", project: "", name: "", revision: 0, inputs: [], outputs: [], ...answer }),
};

/**
 * An app with its ports, by its id. Fails where there is none, or where the token's user may not see it.
 *
 * @example
 * ```ts
 * const app = await sb.getApp({ id: "rfranklin/rnaseq/star-align" });
 * const required = app.inputs.filter((port) => !port.optional && port.default === undefined);
 * ```
 */
export const getApp = (args: GetAppArgs, opts?: pulumi.InvokeOptions): Promise<AppInfo> =>
  lookUp(appLookup, args, opts);

/** The same for an id that may be an Output. `dependsOn` asks after these resources are there, and not in a preview that has yet to make one. */
export const getAppOutput = (
  args: GetAppOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<AppInfo> => lookUpOutput(appLookup, args, opts);
