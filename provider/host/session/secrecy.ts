import * as E from "fp-ts/Either";
import { allArgNames, secretArgsOf, secretTexts } from "../../model/task/secretArgs";
import { internalInputsOf } from "../../model/task/taskState";
import { childNameSealer, sealer, textClearer, textSealer } from "../../model/values/secrets";
import { explain, type HostError } from "../../shared/errors";
import { attempt, fail } from "../failure";
import type { Properties } from "../properties";
import type { ReadResult, Result } from "../results";
import type { Checked } from "./checked";

/** The edge to the engine: what repeats a secret leaves the provider sealed in properties, and cleared in texts. */

const secretNamesIn = (properties: Properties): readonly string[] =>
  secretArgsOf(internalInputsOf(properties));

const recordIn = (properties: Properties, key: string): Properties => {
  const value = properties[key];
  return typeof value === "object" && value !== null ? { ...value } : {};
};

/**
 * The secret texts of a resource, out of its inputs and its outputs, old and new: the platform may still know the old ones. What
 * a run has from its DraftTask is in `__settings` and `__draft`.
 */
export const secretTextsIn = (properties: readonly Properties[], withNumbers: boolean): readonly string[] => {
  const names = [...new Set(properties.flatMap(secretNamesIn))];
  return properties.flatMap((given) =>
    [given, recordIn(given, "__settings"), recordIn(given, "__draft")].flatMap((args) =>
      secretTexts(names, args, withNumbers),
    ),
  );
};

/** What the program prints, or compares with what it prints. */
const printed = ["__checkErrors", "__noConnection", "__shape"] as const;

/** The args, which the engine encrypts itself, and what is no value of the program's. */
export const plainNames: readonly string[] = [
  ...allArgNames,
  "__provider",
  "__owner",
  "__id",
  "__session",
  "__created",
  "__endpoint",
  "__settings",
  "__draft",
  "__secretArgs",
  ...printed,
];

/** What one operation on a resource gives to the engine. */
export interface Secrecy {
  readonly clear: <A>(message: A) => A;
  readonly checked: (checked: Checked) => Checked;
  readonly result: (result: Result) => Result;
  readonly readResult: (result: ReadResult) => ReadResult;
  /** Runs an operation; what its failure says is cleared. */
  readonly failing: <A>(run: () => Promise<A>) => Promise<A>;
}

/** `before`: the old outputs. What the program no longer marks is sealed no longer, but its old secrets are not printed. */
export const secrecyOf = (now: Properties, before: Properties = {}): Secrecy => {
  const texts = secretTextsIn([now, before], false);
  const clear = textClearer(texts);
  const names = secretNamesIn(now);
  const all = secretTextsIn([now, before], true);
  const sealOthers = names.length > 0 ? sealer(texts, all, plainNames) : (outs: Properties) => outs;
  const sealArgs = textSealer(names.filter((name) => name !== "task"));
  const seal = (outs: Properties): Properties => {
    const sealed = sealArgs(sealOthers(outs));
    return names.includes("name") ? childNameSealer(sealed) : sealed;
  };
  const clearError = (error: HostError): HostError => {
    if (all.length === 0) return error;
    return error._tag === "Unfinished"
      ? { ...error, outputs: seal(error.outputs), reasons: clear(error.reasons) }
      : { _tag: "Declined", reason: clear(explain(error)) };
  };
  return {
    clear,
    checked: ({ inputs, failures }) => ({
      inputs: {
        ...seal(inputs),
        ...Object.fromEntries(printed.flatMap((key) => (key in inputs ? [[key, clear(inputs[key])]] : []))),
      },
      failures: clear(failures),
    }),
    result: ({ id, outs }) => ({ id, outs: seal(outs) }),
    readResult: ({ id, props, inputs }) => ({
      ...(id === undefined ? {} : { id }),
      ...(props === undefined ? {} : { props: seal(props) }),
      ...(inputs === undefined ? {} : { inputs: seal(inputs) }),
    }),
    failing: async (run) => {
      const result = await attempt(run);
      return E.isLeft(result) ? fail(clearError(result.left)) : result.right;
    },
  };
};
