import type { Answer, Call, Route } from "../call";
import { ok } from "../call";
import { select } from "../fields";
import { isProjectId } from "../ids";
import { type JsonObject, own } from "../json";
import { page } from "../paging";
import { bodyObject } from "../query";
import {
  FILE_METADATA,
  FILE_PROJECT,
  FILES_BOTH,
  FILES_WHERE,
  NO_FILE,
  NOT_EMULATED,
  refuse,
} from "../refusals";
import { fileFor, projectFor } from "../rules/access";
import type { FileEntry } from "../store/model";
import { rootFolder } from "../store/roots";
import { fileView } from "../views/others";
import type { World } from "../world";

/** API digest 8.2. */
export const fileRoutes = (world: World): readonly Route[] => [
  { method: "GET", path: "/files", handler: (call) => listed(world, call) },
  { method: "GET", path: "/files/:id", handler: (call) => answer(call, find(world, call)) },
  { method: "GET", path: "/files/:id/list", handler: (call) => within(world, call) },
  { method: "GET", path: "/files/:id/download_info", handler: (call) => downloadInfo(world, call) },
  { method: "GET", path: "/files/:id/metadata", handler: (call) => metadata(call, find(world, call)) },
  {
    method: "PUT",
    path: "/files/:id/metadata",
    handler: (call) => setMetadata(world, call, () => ({})),
  },
  {
    method: "PATCH",
    path: "/files/:id/metadata",
    handler: (call) => setMetadata(world, call, (file) => file.metadata),
  },
];

const find = (world: World, { user, params }: Call): FileEntry =>
  params.id === "scroll" ? refuse(NOT_EMULATED) : fileFor(world.store, user, params.id ?? "");

const answer = (call: Call, file: FileEntry): Answer =>
  ok(select(fileView(file, call.base), call.query.get("fields")));

const metadata = (call: Call, file: FileEntry): Answer => ok(select(file.metadata, call.query.get("fields")));

const itemFields = ["href", "id", "name", "project"];

/** By exactly one of project and parent, one folder level only. */
const listed = (world: World, call: Call): Answer => {
  const { store } = world;
  const project = call.query.get("project") || undefined;
  const parent = call.query.get("parent") || undefined;
  if (project !== undefined && parent !== undefined) return refuse(FILES_BOTH);
  const files = store.filesIn(folderOf(world, call, project, parent)).filter(matches(call.query));
  return page(call, "/files", files, (it) => fileView(it, call.base), itemFields);
};

const folderOf = (
  world: World,
  call: Call,
  project: string | undefined,
  parent: string | undefined,
): string => {
  if (project !== undefined) {
    if (!isProjectId(project)) return refuse(FILE_PROJECT);
    return rootFolder(projectFor(world.store, call.user, project).id);
  }
  if (parent === undefined) return refuse(FILES_WHERE);
  // A project's root folder has no entry of its own among the files.
  const root = [...world.store.projects.keys()].find((it) => rootFolder(it) === parent);
  if (root !== undefined) return rootFolder(projectFor(world.store, call.user, root).id);
  return fileFor(world.store, call.user, parent).id;
};

/** Values of one field are alternatives, different fields all hold. */
const matches = (query: URLSearchParams): ((file: FileEntry) => boolean) => {
  const names = query.getAll("name");
  const tags = query.getAll("tag");
  const tasks = query.getAll("origin.task");
  const fields = [...new Set(query.keys())].filter((it) => it.startsWith("metadata."));
  const wanted = fields.map((it) => [it.slice("metadata.".length), query.getAll(it)] as const);
  return (file) =>
    (names.length === 0 || names.includes(file.name)) &&
    (tags.length === 0 || file.tags.some((it) => tags.includes(it))) &&
    (tasks.length === 0 || (file.task !== undefined && tasks.includes(file.task))) &&
    wanted.every(([field, values]) => {
      const value = own(file.metadata, field);
      return value !== undefined && value !== null && values.includes(String(value));
    });
};

const within = (world: World, call: Call): Answer => {
  const { id } = call.params;
  const folder = folderOf(world, call, undefined, id);
  return page(
    call,
    `/files/${id}/list`,
    world.store.filesIn(folder),
    (it) => fileView(it, call.base),
    itemFields,
  );
};

/** There is no content to download: the URL leads to a line that says so. */
const downloadInfo = (world: World, call: Call): Answer => {
  const file = find(world, call);
  if (file.type === "folder") return refuse(NO_FILE);
  return ok({ url: `${call.base.replace(/\/v2$/, "")}/_emulator/content/${file.id}` });
};

/** PUT replaces, PATCH merges. */
const setMetadata = (world: World, call: Call, was: (file: FileEntry) => JsonObject): Answer => {
  const file = find(world, call);
  const sent = bodyObject(call.body);
  // What the platform refuses as metadata was not seen; nested values are refused here: our choice.
  if (Object.values(sent).some((it) => typeof it === "object" && it !== null && !Array.isArray(it))) {
    return refuse(FILE_METADATA);
  }
  // A field is taken away by null: our choice.
  const next = Object.fromEntries(Object.entries({ ...was(file), ...sent }).filter(([, it]) => it !== null));
  const changed = { ...file, metadata: next, modifiedAt: call.now };
  world.store.commit(["file", file.id, changed]);
  return metadata(call, changed);
};
