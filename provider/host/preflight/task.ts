import * as E from "fp-ts/Either";
import { type Client, seenBy } from "../../api/transport/http";
import type { Checks } from "../../config/checking";
import { taskId } from "../../model/codecs/ids";
import type { DeclaredTask } from "../../model/task/draftTask";
import { type InternalInputs, internalInputsOf, isDraft } from "../../model/task/taskState";
import { explain, type HostError } from "../../shared/errors";
import type { ExistingWork, OtherWork } from "../../shared/existingWork";
import { formatLine } from "../../shared/printedLine";
import { isUnknown, unknownValue } from "../../shared/unknown";
import { attempt, lazily } from "../failure";
import type { Properties } from "../properties";
import { existingRefusal, existingText } from "../recovery/existingWork";
import type { Skipped } from "../session/bestEffort";
import { preflightCall } from "../session/callPolicies";
import type { Session } from "../session/session";
import { findTaskBy } from "../session/tasks";
import { runChecks, uncheckedBecause } from ".";
import { changedInputs } from "./changed";
import { type CheckContext, type Findings, nothingFound } from "./check";
import { type Calls, outdatedText, type Pin, pinRevision, recordPin } from "./pin";

/** With what a task is looked at before it is made. */
interface PreflightRequest {
  readonly session: Session;
  readonly client: Client;
  readonly olds: Properties;
  readonly news: Properties;
  readonly hidden: InternalInputs;
  readonly level: Checks;
  /** Nothing is made in a preview: it goes on with what it could not ask, and with mistakes. */
  readonly preview: boolean;
}

/** The task as it goes into the inputs, and what is wrong with it. What else there is to say was said. */
interface PreflightResult {
  readonly now: DeclaredTask;
  readonly mistakes: readonly string[];
  readonly expected: Pick<InternalInputs, "expectedChildren">;
  /** Of a new task, in a preview: what was made for it before. */
  readonly existing?: ExistingWork;
  /** The same for another resource of the stack, which this one may have been. */
  readonly other?: OtherWork;
}

/** A denied app is asked for once, however many tasks use it. */
const appOf =
  ({ session, client }: PreflightRequest, ask: CheckContext["ask"], id: string): CheckContext["app"] =>
  async () => {
    const key = `${seenBy(client)} ${id}`;
    const before = session.cache.deniedApps.get(key);
    if (before !== undefined) return E.left(before);
    const app = await ask((asking) => session.cache.app(asking, id))();
    if (E.isLeft(app) && app.left._tag !== "Skipped") session.cache.deniedApps.set(key, app.left);
    return app;
  };

/** An update asks for a pin as long as it takes: nothing is made without one. */
const pinCallsFor = (looking: PreflightRequest, ask: CheckContext["ask"], written: string): Calls => {
  const { session, client, preview } = looking;
  const find = findTaskBy(session.cache.importedTask);
  const { endpoint } = client.connection;
  return preview
    ? {
        endpoint,
        app: appOf(looking, ask, written),
        task: (id) => ask(lazily((asking: Client) => find(asking, id)))(),
      }
    : {
        endpoint,
        app: session.cache.app(client, written),
        task: (id) => attempt(() => find(client, id)),
      };
};

/** Said once per process, whichever task it is about. */
const sayFindings = (
  { session, client, hidden }: PreflightRequest,
  { warnings, unchecked, existing }: Findings,
): void => {
  const once = (line: string, tell: () => void): void => {
    if (session.log.said.has(line)) return;
    session.log.said.add(line);
    tell();
  };
  for (const line of unchecked) once(line, () => session.log.say(formatLine({ text: client.clear(line) })));
  // A replacement is checked twice.
  for (const line of warnings) once(`${hidden.__owner} ${line}`, () => client.say(`warning: ${line}`));
  if (existing !== undefined && existingRefusal(session, existing) === undefined)
    client.say(existingText(existing));
};

/** A started task that is imported is not made again: its files may be gone. */
const hasRun = async (
  { session, hidden, olds }: PreflightRequest,
  ask: CheckContext["ask"],
): Promise<boolean> => {
  const { __import: id } = hidden;
  if (!taskId.is(id) || Object.keys(olds).length > 0) return false;
  const task = await ask(lazily((asking: Client) => findTaskBy(session.cache.importedTask)(asking, id)))();
  return E.isRight(task) && task.right !== undefined && !isDraft(task.right.status);
};

const checkAgainstPlatform = async (
  looking: PreflightRequest,
  now: DeclaredTask,
  ask: CheckContext["ask"],
): Promise<PreflightResult & Findings> => {
  if (await hasRun(looking, ask)) return { ...nothingFound, now, expected: {} };
  const { session, client, olds, news, hidden, level, preview } = looking;
  const changed = changedInputs(olds, now, client.connection.endpoint);
  const findings = await runChecks({
    session,
    client,
    olds,
    news,
    now,
    owner: hidden.__owner,
    level,
    preview,
    adopting: hidden.__import !== undefined,
    changed,
    ask,
    app: appOf(looking, ask, now.app),
  });
  const before = changed("app", "inputs", "batching") ? undefined : internalInputsOf(olds).expectedChildren;
  const { expectedChildren = before } = findings;
  return {
    // The way out where a check is wrong about an app. What the program itself says cannot be wrong.
    ...(level === "offline" && !preview ? { ...nothingFound, mistakes: findings.mistakes } : findings),
    now,
    expected: expectedChildren === undefined ? {} : { expectedChildren },
  };
};

/** What does not depend on the app is looked at all the same. */
const notPinned = async (
  looking: PreflightRequest,
  declared: DeclaredTask,
  error: Skipped | HostError,
  ask: CheckContext["ask"],
): Promise<PreflightResult & Findings> => {
  const found = await checkAgainstPlatform(looking, { ...declared, app: unknownValue }, ask);
  return error._tag === "Skipped"
    ? { ...found, now: declared, unchecked: uncheckedBecause(error, true) }
    : { ...found, now: declared, mistakes: [`app: ${explain(error)}`, ...found.mistakes] };
};

/** The pin holds for the rest of this process; in an update, a line names a revision that the preview did not show. */
const notePin = ({ session, client, hidden }: PreflightRequest, written: string, pin: Pin): void => {
  if (isUnknown(written)) return;
  session.handoff.pins.set(hidden.__owner ?? "", {
    written,
    pinned: pin.app,
    endpoint: client.connection.endpoint,
  });
  const outdated = outdatedText(pin);
  if (outdated === undefined || session.log.said.has(outdated)) return;
  session.log.said.add(outdated);
  session.log.say(formatLine({ text: client.clear(outdated) }));
};

/** Pins the task's app, and checks all that can be known before the task is made. */
export const preflight = async (
  looking: PreflightRequest,
  declared: DeclaredTask,
): Promise<PreflightResult> => {
  const { session, client, hidden, olds, preview } = looking;
  const { app: written } = declared;
  const ask = preflightCall(session, client);
  if (preview && hidden.__owner !== undefined) session.handoff.previewRecords.startPreview(hidden.__owner);
  const pin = await pinRevision(session, pinCallsFor(looking, ask, written), written, hidden, olds);
  if (E.isRight(pin)) notePin(looking, written, pin.right);
  const found = E.isRight(pin)
    ? await checkAgainstPlatform(looking, { ...declared, app: pin.right.app }, ask)
    : await notPinned(looking, declared, pin.left, ask);
  // Where this preview fails, a new revision of the app may be the very repair.
  if (preview && E.isRight(pin) && found.mistakes.length === 0)
    recordPin(session, client, written, pin.right, hidden);
  sayFindings(looking, found);
  return found;
};
