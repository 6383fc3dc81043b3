import { isDeepStrictEqual } from "node:util";
import { isRecord } from "../../shared/codec";
import { runArgNames } from "../codecs/argPlaces";
import { textsAlone } from "./fieldRow";
import { argNames, rowOf } from "./fields";

/**
 * Which args of a resource hold a secret. The engine hands all values to the provider in clear, so the program's own process
 * notes it: by the arg's name, of `inputs` by the port: `inputs.note`.
 */

/** The notes, as inputs and outputs hold them. Up to 0.1.0 there was only `__secret`: `inputs` or `description` hold one. */
export interface SecretNotes {
  readonly __secret?: boolean;
  readonly __secretArgs?: string[];
}

/** What properties of a resource say of that, for others. */
export const secretNotesIn = ({ __secret, __secretArgs }: SecretNotes): SecretNotes => ({
  ...(__secret === undefined ? {} : { __secret }),
  ...(__secretArgs === undefined ? {} : { __secretArgs }),
});

export const secretArgsOf = ({ __secret, __secretArgs }: SecretNotes): readonly string[] =>
  __secretArgs ?? (__secret === true ? ["inputs", "description"] : []);

/** Whether two notes say the same. What is older says nothing of ports: it is no reason to write a state again. */
export const hasSameSecrets = (was: SecretNotes, now: SecretNotes): boolean => {
  const names = secretArgsOf(now);
  return was.__secretArgs === undefined && was.__secret === true
    ? names.length > 0 && names.every(isOfInputs)
    : isDeepStrictEqual(new Set(secretArgsOf(was)), new Set(names));
};

const port = /^inputs\.(.*)$/s;

/** The args that `__secret` is about. */
export const isOfInputs = (arg: string): boolean =>
  arg === "inputs" || arg === "description" || port.test(arg);

type Args = Readonly<Record<string, unknown>>;

/** The names of the args that hold a secret, by what tells whether a value is one. */
export const secretArgsIn = (args: Args, isSecret: (value: unknown) => boolean): readonly string[] => {
  const holdsSecret = (value: unknown): boolean =>
    isSecret(value) ||
    (typeof value === "object" && value !== null && Object.values(value).some(holdsSecret));
  return Object.entries(args).flatMap(([name, value]) => {
    if (!allArgNames.includes(name) || !holdsSecret(value)) return [];
    if (name !== "inputs" || isSecret(value) || !isRecord(value)) return [name];
    const ports = Object.entries(value).filter(([, item]) => holdsSecret(item));
    return ports.map(([one]) => `inputs.${one}`);
  });
};

/** Whether notes say of an arg, or of a part of it, that it is a secret. */
export const isNoted = (notes: readonly string[], arg: string): boolean =>
  notes.some((note) => note === arg || (arg === "inputs" && port.test(note)));

/**
 * The texts that must not be seen where one arg is a secret. The id of a task is none: it is the id of the resource. The args of a
 * run are texts like those of a task.
 */
const textsOf = (name: string, value: unknown, withNumbers: boolean): readonly string[] => {
  if (value === undefined || name === "task") return [];
  const { secretTexts = textsAlone } = rowOf(port.test(name) ? "inputs" : name) ?? {};
  return secretTexts(value, withNumbers);
};

const givenFor = (args: Args, name: string): unknown => {
  const [, ofPort] = port.exec(name) ?? [];
  if (ofPort === undefined) return args[name];
  return isRecord(args.inputs) ? args.inputs[ofPort] : args.inputs;
};

/** The texts that must not be seen of the named args. Our own messages name no number of `inputs`: there, numbers do not count. */
export const secretTexts = (names: readonly string[], args: Args, withNumbers = true): readonly string[] =>
  names.flatMap((name) => textsOf(name, givenFor(args, name), withNumbers));

/** The args, which the engine itself encrypts where the program has marked them. */
export const allArgNames: readonly string[] = [...argNames, ...runArgNames];
