import { project } from "./seed";

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A description with the line that says whose it is. */
export const described = (owner: string, text?: string | null): unknown =>
  expect.stringMatching(
    new RegExp(`^${literal(text ? `${text}\n\n` : "")}\\[pulumi ${literal(owner)} [0-9a-f]{8}\\]$`),
  );

/** What `create` asks before it makes something: once per process, and once per process and project. */
export const looks = (of = project): readonly [string, string] => [
  "GET /user",
  `GET /tasks?project=${of}&created_from=${new Date(Date.now() - 7 * 86_400_000).toISOString().slice(0, 10)}&fields=id,status,project,app,name,description,created_by,created_time&order_by=created_time&order=asc&offset=0&limit=100`,
];

/** Whose a draft of the tests' stack is. */
export const ownerOf = (name: string): string =>
  `organization/urn:pulumi:dev::lab::pulumi-nodejs:dynamic/sevenbridges:DraftTask::${name}`;
