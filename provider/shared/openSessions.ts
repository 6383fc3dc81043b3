import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/*
 * The sessions (witness.ts) of this machine's updates that have not ended: an empty file each, in Pulumi's home folder. An update that
 * is killed leaves its file. By it the next update knows, at no call, that the tasks of its state have no witness. Best effort: a
 * home that is read-only, full or missing must fail no update.
 */

/** Where Pulumi itself keeps what belongs to the user of this machine; ours is a folder in it. */
export const homeFolder = (): string =>
  join(process.env.PULUMI_HOME || join(homedir(), ".pulumi"), "sevenbridges");

const suffix = ".session";

/** Nobody looks at a session any more that is older than what `create` lists by default: 7 days. */
const maxAge = 7 * 86_400_000;

const bestEffort = <A>(act: () => A, otherwise: A): A => {
  try {
    return act();
  } catch {
    return otherwise;
  }
};

const fileOf = (session: string): string => join(homeFolder(), `${session}${suffix}`);

const removeOld = (): void => {
  for (const name of readdirSync(homeFolder()).filter((it) => it.endsWith(suffix)))
    bestEffort(() => {
      const file = join(homeFolder(), name);
      if (Date.now() - statSync(file).mtimeMs > maxAge) rmSync(file, { force: true });
    }, undefined);
};

export const openSessions = {
  /** Before the first task of a session is created. */
  add: (session: string): void =>
    bestEffort(() => {
      if (existsSync(fileOf(session))) return;
      mkdirSync(homeFolder(), { recursive: true, mode: 0o700 });
      removeOld();
      writeFileSync(fileOf(session), "", { mode: 0o600 });
    }, undefined),
  has: (session: string): boolean => bestEffort(() => existsSync(fileOf(session)), false),
  /** When all tasks of a session are registered. */
  remove: (session: string): void => bestEffort(() => rmSync(fileOf(session), { force: true }), undefined),
};

export type OpenSessions = typeof openSessions;

export const noOpenSessions: OpenSessions = {
  add: () => undefined,
  has: () => false,
  remove: () => undefined,
};
