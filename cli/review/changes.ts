import * as t from "io-ts";
import { runArgNames } from "../../provider/model/run/taskRun";
import { argNames, fields } from "../../provider/model/task/fields";
import { isRecord } from "../../provider/shared/codec";
import { hasUnknown, isUnknown } from "../../provider/shared/unknown";
import type { Change } from "./model";
import { hidden, isSame, unseal } from "./values";

/** The args of both resources; what begins with `__` is the provider's own, and what `check` adds is no arg. */
const args: Readonly<Record<"task" | "run", readonly string[]>> = {
  task: [...argNames, "adopts", "__endpoint"],
  run: [...runArgNames, "__endpoint"],
};

/** Records are compared field by field. */
const byField: readonly string[] = argNames.filter((arg) => fields[arg].shape instanceof t.DictionaryType);

type Properties = Readonly<Record<string, unknown>>;

const change = (path: string, was: unknown, now: unknown): readonly Change[] =>
  isSame(was, now) ? [] : [{ path, was, now, unsure: hasUnknown(now) }];

const changesAt = (arg: string, was: unknown, now: unknown): readonly Change[] => {
  if (!byField.includes(arg) || isUnknown(was) || isUnknown(now)) return change(arg, was, now);
  const [before, after] = [isRecord(was) ? was : {}, isRecord(now) ? now : {}];
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return fields.flatMap((field) => change(`${arg}.${field}`, before[field], after[field]));
};

/** Nothing in `inputs` or in the description of a task that holds a secret is shown. */
const sealChange =
  (secret: boolean) =>
  ({ path, was, now, unsure }: Change): Change => {
    const holds = secret && /^(inputs|description)(\.|$)/.test(path);
    const shown = (given: unknown): unknown =>
      given === undefined || isUnknown(given) ? given : holds ? hidden : unseal(given);
    return { path: path === "__endpoint" ? "endpoint" : path, was: shown(was), now: shown(now), unsure };
  };

/** `check` adds these; where the program's mistakes have kept it from that, they are no difference. */
const argsOfCheck: readonly string[] = ["name", "__endpoint"];

/** Everything in which the program differs from the state, as it may be shown. */
export const changesOf = (
  what: keyof typeof args,
  was: Properties,
  now: Properties,
  secret: boolean,
): readonly Change[] =>
  args[what]
    .filter((arg) => now[arg] !== undefined || !argsOfCheck.includes(arg))
    .flatMap((arg) => changesAt(arg, was[arg], now[arg]))
    .map(sealChange(secret));
