import { pipe } from "fp-ts/function";
import * as T from "fp-ts/Task";
import * as TE from "fp-ts/TaskEither";
import type { Client } from "../../../api/http";
import type { App } from "../../../api/wire";
import type { Checks } from "../../../checking";
import { type ApiError, explain, type HostError } from "../../../errors";
import type { DeclaredTask } from "../../../model/draftTask";
import { type Hidden, hiddenOf } from "../../../model/taskState";
import { isUnknown } from "../../../unknown";
import type { Host } from "../../host";
import { findTask } from "../../live";
import type { Properties } from "../../properties";
import { hurriedly, type Unasked } from "../../reach";
import { type Calls, pinned } from "../pin";
import { findingsOf, uncheckedBecause } from ".";
import { changedSince } from "./changed";
import { type Checking, type Findings, nothingFound } from "./part";

/** With what a task is looked at before it is made. */
interface Looking {
  readonly host: Host;
  readonly client: Client;
  readonly olds: Properties;
  readonly news: Properties;
  readonly hidden: Hidden;
  readonly level: Checks;
  /** Nothing is made in a preview: it goes on with what it could not ask, and with mistakes. */
  readonly preview: boolean;
}

/** The task as it goes into the inputs, and what is wrong with it. What else there is to say was said. */
interface Looked {
  readonly now: DeclaredTask;
  readonly mistakes: readonly string[];
  readonly expected: Pick<Hidden, "expectedChildren">;
}

/** An app that is denied is asked for once, however many tasks are to be made of it. */
const appOf = (
  { host, client }: Looking,
  ask: Checking["ask"],
  id: string,
): TE.TaskEither<Unasked | ApiError, App> => {
  const key = `${client.connection.endpoint} ${id}`;
  const before = host.denied.get(key);
  if (before !== undefined) return TE.left(before);
  return pipe(
    ask((hurried) => host.app(hurried, id)),
    TE.mapLeft((error) => {
      if (error._tag !== "Unasked") host.denied.set(key, error);
      return error;
    }),
  );
};

/** An update asks for a pin as long as it takes: nothing is made without one. */
const callsFor = (looking: Looking, ask: Checking["ask"], written: string): Calls<Unasked | HostError> => {
  const { host, client, preview } = looking;
  return preview
    ? {
        app: appOf(looking, ask, written),
        task: (id) => ask((hurried) => findTask(hurried, id)),
      }
    : { app: host.app(client, written), task: (id) => findTask(client, id) };
};

/** Said once, to whomever. */
const say = ({ host, client, hidden }: Looking, { warnings, unchecked }: Findings): void => {
  const once = (line: string, tell: () => void): void => {
    if (host.told.has(line)) return;
    host.told.add(line);
    tell();
  };
  for (const line of unchecked) once(line, () => host.say(`sb: ${line}`));
  // A replacement is checked twice.
  for (const line of warnings) once(`${hidden.__owner} ${line}`, () => client.say(`warning: ${line}`));
};

const notPinned = (now: DeclaredTask, error: Unasked | HostError): Looked & Findings => ({
  ...nothingFound,
  now,
  expected: {},
  ...(error._tag === "Unasked"
    ? { unchecked: [uncheckedBecause(error, true)] }
    : { mistakes: [`app: ${explain(error)}`] }),
});

const looked = (looking: Looking, now: DeclaredTask, ask: Checking["ask"]): T.Task<Looked & Findings> => {
  const { host, client, olds, news, hidden, level, preview } = looking;
  const changed = changedSince(olds, now, client.connection.endpoint);
  return pipe(
    findingsOf({
      host,
      client,
      olds,
      news,
      now,
      level,
      preview,
      adopting: hidden.__import !== undefined,
      changed,
      ask,
      app: appOf(looking, ask, now.app),
    }),
    T.map((findings) => {
      const before = changed("app", "inputs", "batching") ? undefined : hiddenOf(olds).expectedChildren;
      const { expectedChildren = before } = findings;
      return {
        // The way out where a check is wrong about an app.
        ...(level === "offline" && !preview ? nothingFound : findings),
        now,
        expected: expectedChildren === undefined ? {} : { expectedChildren },
      };
    }),
  );
};

/** Pins the task's app, and checks all that can be told before the task is made. */
export const lookedAt = (looking: Looking, declared: DeclaredTask): T.Task<Looked> => {
  const { host, client, hidden, olds } = looking;
  const { app: written } = declared;
  const ask = hurriedly(host, client);
  return pipe(
    pinned(host, callsFor(looking, ask, written), written, hidden, olds),
    TE.tapIO((app) => () => {
      if (!isUnknown(written)) host.pins.set(hidden.__owner ?? "", { written, pinned: app });
    }),
    TE.matchE(
      (error) => T.of(notPinned(declared, error)),
      (app) => looked(looking, { ...declared, app }, ask),
    ),
    T.tapIO((found) => () => say(looking, found)),
  );
};
