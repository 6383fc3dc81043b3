import { randomBytes } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import * as E from "fp-ts/Either";
import * as t from "io-ts";
import { patchTask } from "./api/tasks";
import { settled, whenAllSeen } from "./atTheEnd";
import { clientFor } from "./functions/lookUp";
import { ownerTagText } from "./model/tags/ownerTag";
import { withTag } from "./model/tags/tag";
import { isUpdate } from "./settled";

/**
 * A create whose process died before the state held it is found by its tag. So is the draft of a stack that was renamed since, by a
 * new stack of the old name: the tag alone cannot tell the two apart. Therefore each tag names the session, one run of the program,
 * and when all that this run has declared is registered, one or two of its drafts say so in their tags: they are the witnesses that
 * a state holds whatever the session has created. Only the program's own process knows that moment.
 */

/** What `create` says of a task that it has just made. */
const Created = t.type({ session: t.string, id: t.string, hash: t.string }, "Created");

interface Seen {
  readonly session: string;
  /** Its draft, where one was created by this session and no run has started it. */
  readonly draft?: {
    readonly task: string;
    readonly project: string;
    readonly connection: string | undefined;
    readonly description: string | undefined;
    readonly tag: t.TypeOf<typeof Created>;
  };
  /** It has no id: its registration failed, or was left out. */
  readonly isLost: boolean;
}

/** A draft may be edited or deleted later: a second one still tells. */
const perProject = 2;

/** An Automation API process runs many programs, each with a monitor of its own. */
const sessions = new WeakMap<object, string>();

const program = (): object => pulumi.runtime.getMonitor() ?? sessions;

/** The session of what is declared now: 8 hexadecimal digits. */
export const sessionNow = (): string => {
  const session = sessions.get(program()) ?? randomBytes(4).toString("hex");
  sessions.set(program(), session);
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

const testify = async ({ task, connection, description, tag }: NonNullable<Seen["draft"]>): Promise<void> => {
  const client = clientFor(connection);
  if (E.isLeft(client)) return;
  const brief = { ...client.right, policy, timeout: 10_000, say: () => undefined };
  const text = ownerTagText(tag, { proof: "Held", taskId: task, isWitness: true });
  // Where somebody has started or deleted it meanwhile, the platform refuses.
  await patchTask(brief, task, { description: withTag(description, text) })();
};

const look = whenAllSeen<Seen>((all) => {
  const session = sessionNow();
  const its = all.filter((one) => one.session === session);
  // What is declared from now on is of another session: nobody vouches for that.
  sessions.delete(program());
  if (its.some(({ isLost }) => isLost)) return;
  const drafts = its.flatMap(({ draft }) => draft ?? []);
  const chosen = drafts.filter(
    ({ project, connection }, index) =>
      drafts.slice(0, index).filter((one) => one.project === project && one.connection === connection)
        .length < perProject,
  );
  if (chosen.length === 0) return;
  const release = pulumi.runtime.rpcKeepAlive();
  void Promise.allSettled(chosen.map(testify)).finally(release);
});

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

/** Looks at what a `DraftTask` of this session has become. */
export const watchCreated = (
  draft: pulumi.Resource & {
    readonly id: pulumi.Output<string>;
    readonly status: pulumi.Output<string>;
    readonly project: pulumi.Output<string>;
    readonly description: pulumi.Output<string | undefined>;
    readonly connection: pulumi.Output<string | undefined>;
  },
  session: string,
): void => {
  if (!isUpdate()) return;
  void look(async () => {
    const { id, status, project, description, connection } = draft;
    const note = Reflect.get(draft, "__created");
    const values = await settled({ id, status, project, description, connection, created: note });
    const { id: task, project: where, description: text, connection: over } = values;
    if (typeof task !== "string" || task === "") return { session, isLost: true };
    const created = Created.decode(values.created);
    const isLone = values.status === "DRAFT" && !started.has(draft);
    // What is secret comes wrapped: another draft is as good a witness.
    const isPlain =
      typeof where === "string" && [text, over].every((it) => it === undefined || typeof it === "string");
    if (E.isLeft(created) || created.right.session !== session || !isLone || !isPlain)
      return { session, isLost: false };
    return {
      session,
      isLost: false,
      draft: {
        task,
        project: where,
        connection: typeof over === "string" ? over : undefined,
        description: typeof text === "string" ? text : undefined,
        tag: created.right,
      },
    };
  });
};
