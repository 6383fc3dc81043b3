import * as E from "fp-ts/Either";
import * as t from "io-ts";
import type { Task } from "../../api/endpoints/schemas";
import { formatParts } from "../../shared/codec";
import { type Mistake, mistakesOf } from "../../shared/mistakes";
import { isLoopback, isSameEndpoint, platforms } from "../../shared/platforms";
import { safeText } from "../../shared/safeText";
import { revisionOf } from "../codecs/ids";
import { schemaVersion } from "../codecs/schema";
import { withOwnerInOneLine } from "../tags/resourceId";
import { compact, valueFrom } from "../values/fromApi";
import { sealAll } from "../values/secrets";
import { type DeclaredTask, encodeDeclared } from "./draftTask";
import { ExpectedChildren } from "./expectedChildren";
import { argNames } from "./fields";
import { decodeStoredArgs } from "./stored";

/**
 * Internal inputs, which `check` adds. The engine hides names that start with `__`; they are in
 * inputs and outputs alike, because `read` and `update` are given outputs only.
 */
export const InternalInputs = t.partial(
  {
    /** The resource's URN with its organization. */
    __owner: t.string,
    /** The resource's id in tags: see `tags/resourceId.ts`. It stays what it was when the URN changes. */
    __id: t.string,
    /** The session that created the task, as its tag has it: see `witness.ts`. */
    __session: t.string,
    /** The app as the program writes it; `app` holds the pinned revision. */
    __app: t.string,
    /** The name in place of a missing `name`; it outlives a rename of the resource. */
    __defaultName: t.string,
    /** Where the task lives. */
    __endpoint: t.string,
    /** `inputs` or `description` hold a secret. */
    __secret: t.boolean,
    /** The args that hold a secret, of `inputs` by port: see `secretArgs.ts`. */
    __secretArgs: t.array(t.string),
    /** The id of a task to adopt (`import`). */
    __import: t.string,
    /** The user who has started the task, where that was not this stack: what is theirs is never aborted. */
    __startedBy: t.string,
    /** The platform has not kept the tag in the task's description: the task cannot be found by it. */
    __tagLost: t.boolean,
    /** A hash of the name that a started task has on the platform, which has refused the program's. A refresh takes it for no change. */
    __keptName: t.string,
    /** Of a task to adopt: some arg holds a secret, so that no value of the program's may be shown. */
    __hideValues: t.boolean,
    /** Of a batch: its children to be. The engine shows it. */
    expectedChildren: ExpectedChildren,
  },
  "Hidden",
);
export type InternalInputs = t.TypeOf<typeof InternalInputs>;

/** Each for itself: one that is not known yet in a preview takes none of the others along. */
export const internalInputsOf = (properties: unknown): InternalInputs =>
  withOwnerInOneLine(formatParts(InternalInputs.props, properties));

const Computed = t.intersection(
  [
    t.type({ status: t.string, __endpoint: t.string }),
    t.partial({
      errors: t.array(t.unknown),
      price: t.partial({ amount: t.number, currency: t.string }),
      childIds: t.array(t.string),
    }),
  ],
  "TaskState",
);

/** What the state knows of a task. */
export interface StoredTask {
  readonly declared: DeclaredTask;
  readonly status: string;
  readonly endpoint: string;
  readonly errors: readonly unknown[];
  readonly price: { readonly amount?: number; readonly currency?: string } | undefined;
  readonly childIds: readonly string[] | undefined;
  readonly hidden: InternalInputs;
}

export const decodeStored = (
  outputs: Readonly<Record<string, unknown>>,
): E.Either<readonly Mistake[], StoredTask> => {
  const computed = Computed.decode(outputs);
  if (E.isLeft(computed)) return E.left(mistakesOf(computed.left));
  const declared = decodeStoredArgs(outputs);
  if (E.isLeft(declared)) return declared;
  const { status, __endpoint: endpoint, errors, price, childIds } = computed.right;
  return E.right({
    declared: declared.right,
    status,
    endpoint,
    errors: errors ?? [],
    price,
    childIds,
    hidden: internalInputsOf(outputs),
  });
};

const endStatuses = ["COMPLETED", "FAILED", "ABORTED", "DELETED"];

/** Nothing will change any more: API digest, section 4, and our own DELETED for a record that is gone. */
export const hasEnded = (status: string): boolean => endStatuses.includes(status);

/** The platform may know more: API digest, section 4. */
export const isKnownStatus = (status: string): boolean =>
  hasEnded(status) || ["DRAFT", "CREATING", "QUEUED", "RUNNING", "ABORTING"].includes(status);

/** Surely started: a task with an unknown status may be a draft. */
export const hasBegun = (status: string): boolean => status !== "DRAFT" && isKnownStatus(status);

/** Where people see tasks: a platform's web interface, or the emulator's page. A proxy on this machine names another `href`. */
const webOf = (endpoint: string, href: string): string | undefined => {
  const platform = Object.values(platforms).find(({ api }) => isSameEndpoint(api, endpoint));
  if (platform !== undefined) return platform.web;
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  return url !== undefined && isLoopback(url.hostname) && href.startsWith(`${url.origin}/`)
    ? url.origin
    : undefined;
};

/** The task's page in the platform's web interface, or the emulator's; else the task's address in the API. */
export const webPageOf = (
  task: Pick<Task, "id" | "project"> & Partial<Pick<Task, "href">>,
  endpoint: string,
): string => {
  const href = task.href ?? `${endpoint}/tasks/${task.id}`;
  const web = webOf(endpoint, href);
  return web === undefined ? href : `${web}/u/${task.project}/tasks/${task.id}`;
};

/** The project out of the address of a task's page; nothing out of an address in the API. */
export const projectOnPage = (page: string): string | undefined =>
  /\/u\/([^/]+\/[^/]+)\/tasks\/[^/]+$/.exec(page)?.[1];

/** How far a task has come, in our words: API digest, 3.2. */
export const executionStatusFrom = (wire: NonNullable<Task["execution_status"]>): Record<string, unknown> => {
  // Durations change at each look and are left out: each refresh would differ.
  const kept = {
    message: "message",
    steps_completed: "stepsCompleted",
    steps_total: "stepsTotal",
    queued: "queued",
    running: "running",
    completed: "completed",
    failed: "failed",
    aborted: "aborted",
  };
  const shown = (value: unknown): unknown => (typeof value === "string" ? safeText(value) : value);
  return compact(
    Object.fromEntries(Object.entries(kept).map(([theirs, ours]) => [ours, shown(wire[theirs])])),
  );
};

/** An amount may be text (API digest, 12). */
const amountIn = (amount: NonNullable<Task["price"]>["amount"]): number | undefined => {
  const number = typeof amount === "string" && amount.trim() !== "" ? Number(amount) : amount;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
};

/** What a task has cost so far (API digest, 3.3); nothing where there is no cost yet. */
export const priceFrom = (
  wire: Task["price"],
):
  | {
      readonly amount?: number;
      readonly currency?: string;
      readonly breakdown?: Readonly<Record<string, unknown>>;
    }
  | undefined => {
  const amount = amountIn(wire?.amount);
  return amount === undefined
    ? undefined
    : compact({ amount, currency: wire?.currency, breakdown: wire?.breakdown });
};

/** A task that is no child may have a group without a value: API digest, 3.1. */
export const groupFrom = (
  wire: Task["batch_group"],
): { readonly value: string; readonly fields: Readonly<Record<string, unknown>> } | undefined =>
  typeof wire?.value === "string" ? { value: wire.value, fields: wire.fields ?? {} } : undefined;

/** The outputs that `check` adds to the inputs, by name. */
export const addedNames = ["expectedChildren"] as const;

/** The outputs that the platform alone knows, by name. */
export const computedNames = [
  "href",
  "url",
  "status",
  "appRevision",
  "createdBy",
  "createdTime",
  "startTime",
  "endTime",
  "executedBy",
  "executionStatus",
  "batchGroup",
  "parent",
  "childIds",
  "price",
  "errors",
  "warnings",
  "outputs",
] as const;

/** What the platform alone knows of a task, in our words: API digest, section 3. JSON, no `undefined`. */
export const computedFrom = (
  task: Task,
  endpoint: string,
  childIds: readonly string[] | undefined,
): Record<string, unknown> => ({
  __endpoint: endpoint,
  __schema: schemaVersion,
  ...compact({
    href: task.href,
    url: webPageOf(task, endpoint),
    status: task.status,
    appRevision: revisionOf(task.app),
    createdBy: task.created_by,
    createdTime: task.created_time,
    startTime: task.start_time,
    endTime: task.end_time,
    executedBy: task.executed_by,
    executionStatus: task.execution_status ? executionStatusFrom(task.execution_status) : undefined,
    batchGroup: groupFrom(task.batch_group),
    parent: task.parent,
    childIds,
    price: priceFrom(task.price),
  }),
  errors: task.errors ?? [],
  warnings: task.warnings ?? [],
  outputs: Object.fromEntries(
    Object.entries(task.outputs ?? {}).map(([port, item]) => [port, valueFrom(item)]),
  ),
});

/** All that goes into the state. */
export const encodeState = (
  declared: DeclaredTask,
  hidden: InternalInputs,
  computed: Readonly<Record<string, unknown>>,
): Record<string, unknown> => ({
  ...t.exact(InternalInputs).encode(hidden),
  ...encodeDeclared(declared),
  ...computed,
});

/** Everything that was known of a task, with the args as they are now: for what is nothing to the platform. */
export const stateFromPrevious = (
  olds: Readonly<Record<string, unknown>>,
  declared: DeclaredTask,
  hidden: InternalInputs,
  status: unknown = olds.status,
): Readonly<Record<string, unknown>> => {
  const ours: readonly string[] = [...argNames, ...Object.keys(InternalInputs.props), "__provider"];
  const known = Object.entries(olds).filter(([key]) => !ours.includes(key));
  const { __endpoint } = olds;
  const outs = encodeState(declared, hidden, {
    ...Object.fromEntries(known),
    __endpoint,
    __schema: schemaVersion,
    status,
  });
  return sealAll(hidden.__secret === true)(outs);
};

/** The state of a run whose record the platform no longer has: status DELETED. */
export const deletedState = (
  olds: Readonly<Record<string, unknown>>,
  declared: DeclaredTask,
  hidden: InternalInputs,
): Readonly<Record<string, unknown>> => stateFromPrevious(olds, declared, hidden, "DELETED");
export const isDraft = (status: string): boolean => status === "DRAFT";
