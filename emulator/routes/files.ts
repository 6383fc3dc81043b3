import { type Answer, type Call, ok, type Route } from "../calls/call";
import type { Refusal } from "../calls/codes";
import { select } from "../calls/fields";
import { bodyObject } from "../calls/query";
import { FOLDER_DOWNLOAD, FOLDER_METADATA, FOLDER_TAGS, refuse } from "../calls/refusals";
import { isObject } from "../json";
import { fileFor } from "../rules/access";
import { readMetadata, readTags, withDetails } from "../rules/fileDetails";
import { deletable, isFolder, writableFile } from "../rules/files";
import type { FileEntry } from "../store/model";
import { fileView } from "../views/file";
import type { Context } from "../world";

/** One file or folder (API digest 8.2). */
export const fileRoutes = (world: Context): readonly Route[] => [
  { method: "GET", path: "/files/:id", handler: (call) => fileAnswer(call, findFile(world, call)) },
  { method: "PATCH", path: "/files/:id", handler: (call) => update(world, call) },
  { method: "DELETE", path: "/files/:id", handler: (call) => remove(world, call) },
  { method: "GET", path: "/files/:id/download_info", handler: (call) => downloadInfo(world, call) },
  { method: "GET", path: "/files/:id/metadata", handler: (call) => metadata(call, findFile(world, call)) },
  { method: "PUT", path: "/files/:id/metadata", handler: (call) => setMetadata(world, call, "replaced") },
  { method: "PATCH", path: "/files/:id/metadata", handler: (call) => setMetadata(world, call, "merged") },
  { method: "GET", path: "/files/:id/tags", handler: (call) => ok(findFile(world, call).tags) },
  { method: "PUT", path: "/files/:id/tags", handler: (call) => setTags(world, call) },
];

const findFile = ({ store }: Context, { user, params }: Call): FileEntry =>
  fileFor(store, user, params.id ?? "");

const findWritableFile = ({ store }: Context, { user, params }: Call): FileEntry =>
  writableFile(store, user, params.id ?? "");

export const fileAnswer = (call: Call, file: FileEntry, status = 200): Answer => ({
  status,
  body: select(fileView(file, call.base), call.query.get("fields")),
});

const metadata = (call: Call, file: FileEntry): Answer => ok(select(file.metadata, call.query.get("fields")));

const update = (world: Context, call: Call): Answer => {
  const file = findWritableFile(world, call);
  const changed = withDetails(world.store, file, bodyObject(call.body), "patch", call.now);
  world.store.commit(["file", file.id, changed]);
  return fileAnswer(call, changed);
};

const remove = (world: Context, call: Call): Answer => {
  const file = deletable(world.store, findWritableFile(world, call));
  world.store.commit(["file", file.id, null]);
  return { status: 204 };
};

const downloadInfo = (world: Context, call: Call): Answer => {
  const file = findFile(world, call);
  if (isFolder(file)) return refuse(FOLDER_DOWNLOAD);
  const url = `${call.base.replace(/\/v2$/, "")}/_emulator/content/${file.id}`;
  return ok(select({ url }, call.query.get("fields")));
};

const setMetadata = (world: Context, call: Call, manner: "replaced" | "merged"): Answer => {
  const file = writableUnless(world, call, FOLDER_METADATA);
  const next = readMetadata(bodyObject(call.body), manner === "merged" ? file.metadata : {});
  const changed = { ...file, metadata: next, modifiedAt: call.now };
  world.store.commit(["file", file.id, changed]);
  return metadata(call, changed);
};

/** The body is the list itself, and so is the answer. The R client sends `{}` for an empty one. */
const setTags = (world: Context, call: Call): Answer => {
  const file = writableUnless(world, call, FOLDER_TAGS);
  const { body } = call;
  const tags = readTags(isObject(body) && Object.keys(body).length === 0 ? [] : body);
  world.store.commit(["file", file.id, { ...file, tags, modifiedAt: call.now }]);
  return ok(tags);
};

const writableUnless = (world: Context, call: Call, folder: Refusal): FileEntry => {
  const file = findWritableFile(world, call);
  return isFolder(file) ? refuse(folder) : file;
};
