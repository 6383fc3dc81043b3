import { resourceIdOf } from "../../provider/model/tags/resourceId";
import { project } from "./seed";

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A description with the tag of a draft: its owner, and, for a task whose id is given, that a state held it. */
export const described = (owner: string, text?: string | null): unknown =>
  expect.stringMatching(
    new RegExp(
      `^${literal(text ? `${text}\n\n` : "")}\\[pulumi ${resourceIdOf(owner)} [0-9a-f]{8} [0-9a-f]{8} [0-9a-f]{8}\\]$`,
    ),
  );

/** The second before a day, which a filter may leave out. */
const secondBefore = (time: Date): string =>
  new Date(Date.parse(time.toISOString().slice(0, 10)) - 1000).toISOString().slice(0, 19);

const recentTasks = (of: string, fields: string): string =>
  `GET /tasks?project=${of}&created_from=${secondBefore(new Date(Date.now() - 7 * 86_400_000))}&fields=${fields}&order_by=created_time&order=asc&offset=0&limit=100`;

const identity = "id,status,project,app,name,description,created_by,created_time,parent";

/** What `create` asks before it makes something: once per process, and once per process and project. */
export const looks = (of = project): readonly string[] => [...whose, recentLook(of)];

/** How the provider learns whose token it has: the platform sends it on (API digest, section 12). */
export const whose = ["GET /user", "GET /users/ada"] as const;

/** The newest tasks of a project, in which one that a create lost would be. */
export const recentLook = (of = project): string => recentTasks(of, identity);

/** What a preview asks before something is made: whether it exists already, and is paid for. */
export const existing = (of = project): string => recentTasks(of, `${identity},batch,price,execution_status`);

/** Whose a draft of the tests' stack is. */
export const ownerOf = (name: string): string =>
  `organization/urn:pulumi:dev::lab::pulumi-nodejs:dynamic/sevenbridges:DraftTask::${name}`;
