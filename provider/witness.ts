import { randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import * as E from "fp-ts/Either";
import * as t from "io-ts";
import { patchTask } from "./api/tasks";
import { settled } from "./atTheEnd";
import { clientFor } from "./functions/lookUp";
import { ownerTagText } from "./model/tags/ownerTag";
import { withTag } from "./model/tags/tag";

/**
 * A create whose process died before the state held it is found by its tag. So is the draft of a stack that was renamed since, by a
 * new stack of the old name: the tag alone cannot tell the two apart. Therefore each tag names a session, tasks that a run of the
 * program registers together, and when all of them are registered, one or two of its drafts say so in their tags: they are the
 * witnesses that a state holds whatever the session has created. Only the program's own process knows that moment.
 */

/** What `create` says of a task that it has just made. */
const Created = t.type({ session: t.string, id: t.string, hash: t.string }, "Created");

/** A draft that was created by a session, and that no run of the program starts. */
interface LoneDraft {
  readonly task: string;
  readonly project: string;
  readonly connection: string | undefined;
  readonly description: string | undefined;
  readonly tag: t.TypeOf<typeof Created>;
}

/** Tasks that are registered together. */
export interface Session {
  /** 8 hexadecimal digits. */
  readonly id: string;
  readonly drafts: LoneDraft[];
  /** How many registrations have not come to an end. */
  pending: number;
  /** A registration failed, or was left out: whether a task of it was created, nobody knows. */
  isLost: boolean;
}

/** A draft may be edited or deleted later: a second one still tells. */
const perProject = 2;

/** What a program declares after so many milliseconds is of another session: runs may be waited for in between, or fail. */
const pause = 200;

/** The open session of each program: an Automation API process runs many, each with a monitor of its own. */
const open = new WeakMap<object, Session>();

const program = (): object => pulumi.runtime.getMonitor() ?? open;

/** Joins the session that is open when the args of a task are known: from then on its registration can create a task. */
export const joinSession = async (ready: () => Promise<unknown>): Promise<Session> => {
  const its = program();
  await ready().catch(() => undefined);
  const session = open.get(its) ?? {
    id: randomBytes(4).toString("hex"),
    drafts: [],
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
  patience: { trouble: 10_000, limited: 0, maintenance: 0 },
} as const;

const testify = async ({ task, connection, description, tag }: LoneDraft): Promise<void> => {
  const client = clientFor(connection);
  if (E.isLeft(client)) return;
  const brief = { ...client.right, policy, timeout: 10_000, say: () => undefined };
  const text = ownerTagText(tag, { proof: "Held", taskId: task, isWitness: true });
  // Where somebody has started or deleted it meanwhile, the platform refuses.
  await patchTask(brief, task, { description: withTag(description, text) })();
};

const firstOfEachProject = (drafts: readonly LoneDraft[]): readonly LoneDraft[] =>
  drafts.filter(({ project, connection }, index) => {
    const before = drafts.slice(0, index);
    return (
      before.filter((one) => one.project === project && one.connection === connection).length < perProject
    );
  });

/** Closes a session once nothing has joined it for a moment, and has its witnesses say so. */
const closeSoon = async (its: object, session: Session): Promise<void> => {
  // A program that has created nothing does not stay for it.
  const isNeeded = session.drafts.length > 0;
  const release = isNeeded ? pulumi.runtime.rpcKeepAlive() : () => undefined;
  try {
    await setTimeout(pause, undefined, { ref: isNeeded });
    if (session.pending > 0 || open.get(its) !== session) return;
    open.delete(its);
    if (!session.isLost) await Promise.allSettled(firstOfEachProject(session.drafts).map(testify));
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

/** Whether a registration has ended with a task, and the draft that it has created. */
const ended = async (draft: Draft, session: Session): Promise<LoneDraft | "lost" | undefined> => {
  const { id, status, project, description, connection } = draft;
  const note = Reflect.get(draft, "__created");
  const values = await settled({ id, status, project, description, connection, created: note });
  const { id: task, project: where, description: text, connection: over } = values;
  if (typeof task !== "string" || task === "") return "lost";
  const created = Created.decode(values.created);
  if (E.isLeft(created) || created.right.session !== session.id) return undefined;
  if (values.status !== "DRAFT" || started.has(draft) || typeof where !== "string") return undefined;
  // What is secret comes wrapped: another draft is as good a witness.
  if (![text, over].every((it) => it === undefined || typeof it === "string")) return undefined;
  return {
    task,
    project: where,
    connection: typeof over === "string" ? over : undefined,
    description: typeof text === "string" ? text : undefined,
    tag: created.right,
  };
};

/** Looks at what a `DraftTask` has become, and closes its session after the last one. */
export const watchCreated = async (draft: Draft, joined: Promise<Session>): Promise<void> => {
  const its = program();
  const session = await joined;
  const end = await ended(draft, session);
  if (end === "lost") session.isLost = true;
  else if (end !== undefined) session.drafts.push(end);
  session.pending -= 1;
  if (session.pending === 0) await closeSoon(its, session);
};
