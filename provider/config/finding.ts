import * as E from "fp-ts/Either";
import { type SettingsProblem, settingsProblem } from "../shared/settingsProblem";

/** How this stack's tasks are found again that the state does not know: by the tag in its description. */
export interface OrphanSearch {
  /** Whether drafts carry a tag, and `create` looks for one. */
  readonly on: boolean;
  /** Keeps two states of the same names under one token apart. */
  readonly salt: string | undefined;
  /** How far back `create` looks, in days. */
  readonly days: number;
}

/** Longer than an interrupted `up` is left alone; the list costs one call for each 100 tasks of these days. */
const defaultDays = 7;

const saltForm = /^[A-Za-z0-9._-]{1,64}$/;

/** What is meant as a switch would be a salt, and switch nothing. */
const switches: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      ...["off", "no", "none", "never", "disable", "disabled", "0", "n", "f"],
      ...["flase", "fasle", "fals"],
    ].map((word) => [word, "false"]),
  ),
  ...Object.fromEntries(
    [...["on", "yes", "enable", "enabled", "1", "y", "t"], ...["ture", "tru"]].map((word) => [word, "true"]),
  ),
};

const readOwnerLine = (
  text: string | undefined,
): E.Either<SettingsProblem, Pick<OrphanSearch, "on" | "salt">> => {
  // A program that sets its stack's configuration may write `False`: no salt is meant by that.
  const word = text?.toLowerCase() ?? "true";
  if (text === undefined || ["true", "false"].includes(word))
    return E.right({ on: word === "true", salt: undefined });
  const meant = Object.hasOwn(switches, word) ? switches[word] : undefined;
  return saltForm.test(text) && meant === undefined
    ? E.right({ on: true, salt: text })
    : settingsProblem(
        `sevenbridges:ownerLine must be true, false or a salt of at most 64 letters, digits, dots, dashes and underscores${meant === undefined ? "" : `: did you mean ${meant}?`}`,
      );
};

const readDays = (text: string | undefined): E.Either<SettingsProblem, number> => {
  if (text === undefined) return E.right(defaultDays);
  const days = Number(text);
  return Number.isSafeInteger(days) && days >= 1 && days <= 3650
    ? E.right(days)
    : settingsProblem("sevenbridges:lookBackDays must be a whole number of days from 1 to 3650");
};

/**
 * `sevenbridges:ownerLine` (a salt, or `false`; default: a tag without salt) and `sevenbridges:lookBackDays` (default 7),
 * by the stack's configuration.
 */
export const readOrphanSearch = (
  config: (key: string) => string | undefined,
): E.Either<SettingsProblem, OrphanSearch> => {
  const [line, days] = ["ownerLine", "lookBackDays"].map((key) => {
    const text = config(`sevenbridges:${key}`)?.trim();
    return text === "" ? undefined : text;
  });
  const setting = readOwnerLine(line);
  if (E.isLeft(setting)) return setting;
  return E.map((span: number) => ({ ...setting.right, days: span }))(readDays(days));
};
