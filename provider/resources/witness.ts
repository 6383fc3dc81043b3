import { randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import * as E from "fp-ts/Either";
import * as t from "io-ts";
import { getTask, patchTask } from "../api/endpoints/tasks";
import { clientFor } from "../functions/lookUp";
import { isKeptFrom } from "../model/tags/keptText";
import { ownerTagText } from "../model/tags/ownerTag";
import { withoutTag, withTag } from "../model/tags/tag";
import { settleRegistrations } from "../program/atTheEnd";
import { openSessions } from "../shared/openSessions";

/**
 * A create whose process died before the state held it is found by its tag. So is the draft of a stack that was renamed since, by a
 * new stack of the old name: the tag alone cannot tell the two apart. Therefore each tag names a session, tasks that a run of the
 * program registers together, and when all of them are registered, one or two of its drafts say so in their tags: they are the
 * witnesses that a state holds whatever the session has created. Only the program's own process knows that moment.
 */

/** What `create` says of a task that it has created or adopted. It stays in the state, and later runs of the program see it, too. */
const Created = t.intersection(
  [
    /** The session, the id and the hash in the task's tag. */
    t.type({ session: t.string, id: t.string, hash: t.string }),
    t.partial({
      /** The session in which `create` was called: of an adopted task it is a later one. */
      by: t.string,
      /** Sessions of the state whose end no witness tells: an update was interrupted while it registered their tasks. */
      unended: t.array(t.string),
    }),
  ],
  "Created",
);
type Created = t.TypeOf<typeof Created>;

/** A draft that no run of the program starts. */
interface LoneDraft {
  readonly task: string;
  readonly project: string;
  readonly connection: string | undefined;
  readonly description: string | undefined;
  readonly tag: Created;
  /** It was created in this run of the program. */
  readonly isNew: boolean;
}

/** Tasks that are registered together. */
export interface Session {
  /** 8 hexadecimal digits. */
  readonly id: string;
  /** Drafts that may be witnesses, those of earlier sessions included. */
  readonly drafts: LoneDraft[];
  /** The sessions whose tasks are all registered when this one ends: it, and those that were interrupted. */
  readonly ending: Set<string>;
  /** How many registrations have not come to an end. */
  pending: number;
  /** A registration failed, or was left out: whether a task of it was created, nobody knows. */
  isLost: boolean;
}

/** A draft may be edited or deleted later: a second one still tells. */
const perProject = 2;

/** What a program declares after so many milliseconds is of another session: runs may be waited for in between, or fail. */
const pause = 200;

/** The open session of each program: an Automation API process runs many, each with another monitor. */
const open = new WeakMap<object, Session>();

const program = (): object => pulumi.runtime.getMonitor() ?? open;

/** Joins the session that is open when the args of a task are known: from then on its registration can create a task. */
export const joinSession = async (ready: () => Promise<unknown>): Promise<Session> => {
  const its = program();
  await ready().catch(() => undefined);
  const session = open.get(its) ?? {
    id: randomBytes(4).toString("hex"),
    drafts: [],
    ending: new Set<string>(),
    pending: 0,
    isLost: false,
  };
  open.set(its, session);
  session.pending += 1;
  return session;
};

/** Best effort: without it a tag proves less, and nothing else changes. */
const policy = {
  firstDelay: 200,
  longestDelay: 1_000,
  attempts: 3,
  maintenanceDelay: [1_000, 1_000],
  maxElapsed: { trouble: 10_000, limited: 0, maintenance: 0 },
} as const;

const writeWitness = async ({ task, connection, description, tag, isNew }: LoneDraft): Promise<void> => {
  const client = clientFor(connection);
  if (E.isLeft(client)) return;
  const brief = { ...client.right, policy, timeout: 10_000, say: () => undefined };
  const text = ownerTagText(tag, { proof: "Held", taskId: task, isWitness: true });
  // Somebody may have edited or started since what an earlier update has created.
  const live = isNew ? undefined : await getTask(brief, task)();
  if (live !== undefined && (E.isLeft(live) || live.right.status !== "DRAFT")) return;
  // A platform may show a text in another form: that is no edit.
  const isOurs = live === undefined || isKeptFrom(description ?? "", live.right.description);
  const kept = isOurs ? description : withoutTag(live.right.description);
  // Where somebody has started or deleted it meanwhile, the platform refuses.
  await patchTask(brief, task, { description: withTag(kept, text) })();
};

const isSibling =
  (draft: LoneDraft) =>
  ({ project, connection, tag }: LoneDraft): boolean =>
    project === draft.project && connection === draft.connection && tag.session === draft.tag.session;

const witnessesOf = ({ drafts, ending }: Session): readonly LoneDraft[] =>
  drafts
    .filter(({ tag }) => ending.has(tag.session))
    .filter((draft, index, all) => all.slice(0, index).filter(isSibling(draft)).length < perProject);

/** Closes a session once nothing has joined it for a moment, and has its witnesses say so. */
const closeSoon = async (its: object, session: Session): Promise<void> => {
  // A program that has created nothing does not stay for it.
  const isNeeded = session.ending.size > 0;
  const release = isNeeded ? pulumi.runtime.rpcKeepAlive() : () => undefined;
  try {
    await setTimeout(pause, undefined, { ref: isNeeded });
    if (session.pending > 0 || open.get(its) !== session) return;
    open.delete(its);
    if (session.isLost) return;
    await Promise.allSettled(witnessesOf(session).map(writeWitness));
    for (const id of session.ending) openSessions.remove(id);
  } finally {
    release();
  }
};

/** Drafts that a run of the program starts say by themselves who holds them. */
const started = new WeakSet<pulumi.Resource>();

/** `task`: a `DraftTask`, or an Output of one. */
export const noteRunOf = (task: unknown): void => {
  if (pulumi.Resource.isInstance(task)) started.add(task);
  if (pulumi.Output.isInstance(task)) for (const draft of resourcesOf(task)) started.add(draft);
};

/** The SDK's declarations leave it out. */
const resourcesOf = (output: pulumi.Output<unknown>): Iterable<pulumi.Resource> => {
  const resources: unknown = Reflect.get(output, "resources");
  const found: unknown = typeof resources === "function" ? resources.call(output) : [];
  return found instanceof Set ? found : [];
};

/** What a `DraftTask` gives to look at. */
type Draft = pulumi.Resource &
  Readonly<
    Record<"id" | "status" | "project" | "description" | "connection", pulumi.Output<string | undefined>>
  >;

/** Notes what a registration has ended with. */
const noteEnd = async (draft: Draft, session: Session): Promise<void> => {
  const { id, status, project, description, connection } = draft;
  const note = Reflect.get(draft, "__created");
  const values = await settleRegistrations({ id, status, project, description, connection, created: note });
  const { id: task, project: where, description: text, connection: over } = values;
  if (typeof task !== "string" || task === "") {
    session.isLost = true;
    return;
  }
  const created = Created.decode(values.created);
  if (E.isLeft(created)) return;
  const { right: tag } = created;
  const isNew = (tag.by ?? tag.session) === session.id;
  const ending = isNew
    ? [tag.session, ...(tag.unended ?? [])]
    : [tag.session].filter((one) => openSessions.has(one));
  for (const one of ending) session.ending.add(one);
  if (values.status !== "DRAFT" || started.has(draft) || typeof where !== "string") return;
  // What is secret comes wrapped: another draft is as good a witness.
  if (![text, over].every((it) => it === undefined || typeof it === "string")) return;
  session.drafts.push({
    task,
    project: where,
    connection: typeof over === "string" ? over : undefined,
    description: typeof text === "string" ? text : undefined,
    tag,
    isNew,
  });
};

/** Looks at what a `DraftTask` has become, and closes its session after the last one. */
export const watchCreated = async (draft: Draft, joined: Promise<Session>): Promise<void> => {
  const its = program();
  const session = await joined;
  await noteEnd(draft, session);
  session.pending -= 1;
  if (session.pending === 0) await closeSoon(its, session);
};
