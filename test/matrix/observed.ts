import { tagIn } from "../../provider/model/tags/tag";
import { isRecord } from "../../provider/shared/codec";
import type { Properties } from "../host/provider";
import type { Platform } from "../support/platform";
import type { Stack } from "./stack";
import type { Kind } from "./world";

/** What the platform and the state look like, without what differs from run to run: ids, times, ports, prices. */

const active: readonly string[] = ["CREATING", "QUEUED", "RUNNING"];
/** What a task that goes on shows differs from moment to moment. */
const moving: readonly string[] = [
  "price",
  "startTime",
  "endTime",
  "executedBy",
  "executionStatus",
  "durationMs",
];

const plain = (text: string): string =>
  text
    .replace(/http:\/\/127\.0\.0\.1:\d+/g, "http://emulator")
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, ":task")
    .replace(/\b[0-9a-f]{24}\b/g, ":file")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, ":time");

const normal = (value: unknown, key = ""): unknown => {
  if (typeof value === "string")
    return /status$/i.test(key) && active.includes(value) ? "going on" : plain(value);
  if (Array.isArray(value)) return value.map((item) => normal(item));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .filter((name) => !moving.includes(name))
      .sort()
      .map((name) => [name, normal(value[name], name)]),
  );
};

const itemsIn = (page: Readonly<Record<string, unknown>>): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(page.items) ? page.items.filter(isRecord) : [];

const fields =
  "id,name,status,description,app,project,batch,batch_by,inputs,execution_settings,use_interruptible_instances";

/** A check sum holds for one task: in its place, what it proves. */
const described = (id: unknown, description: unknown): unknown => {
  if (typeof description !== "string") return description;
  const tag = tagIn({ id: String(id), description });
  return tag === undefined ? description : description.replace(/ [0-9a-f]{8}\]$/, ` ${tag.proof}]`);
};

/** All tasks of the platform with their children, each as a line; the order is nobody's. */
export const tasksOn = async (platform: Platform): Promise<readonly string[]> => {
  const tasks = itemsIn(await platform.api("GET", `/tasks?limit=100&fields=${fields}`));
  const children = await Promise.all(
    tasks.map(async ({ id, batch }) =>
      batch === true
        ? itemsIn(await platform.api("GET", `/tasks?parent=${id}&limit=100&fields=name,status,inputs`))
        : [],
    ),
  );
  return tasks
    .map(({ id, ...task }, index) =>
      JSON.stringify(
        normal({
          ...task,
          description: described(id, task.description),
          children: (children[index] ?? []).map((child) => JSON.stringify(normal(child))).sort(),
        }),
      ),
    )
    .sort();
};

/** What the stack's state holds. */
export const stateOf = ({ kept, old, answer }: Stack): string =>
  JSON.stringify(normal({ kept: kept === undefined ? null : { ...kept, id: "" }, old: old.length, answer }));

const statusOf = async (platform: Platform, id: string): Promise<unknown> => {
  const { items } = await platform.api("POST", "/bulk/tasks/get", { task_ids: [id] });
  const [item] = Array.isArray(items) ? items : [];
  return isRecord(item) && isRecord(item.resource) ? item.resource.status : undefined;
};

/** How many tasks have not come to their end. */
export const goingOn = async (platform: Platform): Promise<number> => {
  const tasks = itemsIn(await platform.api("GET", "/tasks?limit=100&fields=status"));
  return tasks.filter(({ status }) => typeof status === "string" && active.includes(status)).length;
};

const childrenOf = async (platform: Platform, id: string): Promise<readonly unknown[]> =>
  itemsIn(await platform.api("GET", `/tasks?parent=${id}&limit=100&fields=id`)).map((child) => child.id);

const stage = (status: unknown): number =>
  status === "DRAFT" ? 0 : typeof status === "string" && active.includes(status) ? 1 : 2;

/** What the attempts of a run have cost together, which every one of them adds to. */
const wrongPrice = async (platform: Platform, outs: Properties): Promise<string | undefined> => {
  if (stage(outs.status) !== 2 || !Array.isArray(outs.attempts)) return undefined;
  const ids = outs.attempts.flatMap(({ tasks }) => tasks.map(({ id }: { id: string }) => id)); // a run's own outputs
  const { items } = await platform.api("POST", "/bulk/tasks/get", { task_ids: ids });
  const paid = (Array.isArray(items) ? items : []).reduce(
    (sum, { resource }) => sum + Number(resource?.price?.amount ?? 0),
    0,
  );
  const price = isRecord(outs.price) ? Number(outs.price.amount) : 0;
  return Math.abs(paid - price) < 1e-6 ? undefined : `the state has cost ${price}, the platform says ${paid}`;
};

/** In what the state is wrong about its task: no such task, or further than the platform is. */
export const wrongInState = async (
  platform: Platform,
  { kept }: Stack,
  kind: Kind,
): Promise<string | undefined> => {
  if (kept === undefined) return undefined;
  const live = await statusOf(platform, kept.id);
  if (live === undefined) return "the state holds a task that the platform lacks";
  // A run is what has become of all its attempts, not of its first task alone.
  if (kind === "TaskRun") return wrongPrice(platform, kept.outs);
  const { status, childIds } = kept.outs;
  if (Array.isArray(childIds) && childIds.length !== (await childrenOf(platform, kept.id)).length)
    return `the state has ${childIds.length} children`;
  // The state is as of the last look: the task may have gone on since, but a draft is no run.
  const fits =
    status === live ||
    (stage(status) === 1 && stage(live) === 2) ||
    (stage(status) === 1 && stage(live) === 1);
  return fits ? undefined : `the state says ${String(status)}, the platform ${String(live)}`;
};
