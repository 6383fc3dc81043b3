import { attempt } from "../calls/bulk";
import { type Answer, type Call, ok, type Route } from "../calls/call";
import { select } from "../calls/fields";
import { bodyObject } from "../calls/query";
import { BAD_REQUEST, FILE_PROJECT, MOVE_PRIVILEGES, refuse } from "../calls/refusals";
import { isString, type JsonObject, strings } from "../json";
import {
  copyableFile,
  copyFile,
  destination,
  folderFor,
  moveFile,
  placeFor,
  writableFile,
} from "../rules/files";
import type { FileEntry } from "../store/model";
import type { Context } from "../world";
import { fileAnswer } from "./files";

/** Folders are made, files copied and moved (API digest 8.2). */
export const fileActionRoutes = (world: Context): readonly Route[] => [
  { method: "POST", path: "/files", handler: (call) => create(world, call) },
  { method: "POST", path: "/files/:id/actions/copy", handler: (call) => copy(world, call) },
  { method: "POST", path: "/files/:id/actions/move", handler: (call) => move(world, call) },
  { method: "POST", path: "/action/files/copy", handler: (call) => copyAll(world, call) },
];

/** 201 as for a copied file: our choice. */
const create = (world: Context, call: Call): Answer =>
  keptMetadata(world, call, folderFor(world.store, call.user, bodyObject(call.body), call.now), 201);

const copy = (world: Context, call: Call): Answer => {
  const { store } = world;
  const file = copyableFile(store, call.user, call.params.id ?? "");
  const body = bodyObject(call.body);
  return keptMetadata(
    world,
    call,
    copyFile(store, file, placeFor(store, call.user, body), body.name, call.now),
    201,
  );
};

const move = (world: Context, call: Call): Answer => {
  const { store } = world;
  const file = writableFile(store, call.user, call.params.id ?? "", MOVE_PRIVILEGES);
  const body = bodyObject(call.body);
  const to = destination(store, call.user, body.parent);
  return keptMetadata(world, call, moveFile(store, file, to, body.name, call.now), 200);
};

const keptMetadata = ({ store }: Context, call: Call, file: FileEntry, status: number): Answer => {
  store.commit(["file", file.id, file]);
  return fileAnswer(call, file, status);
};

/**
 * What became of each file, by its id, as documented; a file that is refused has the error's whole body, as recorded
 * (API digest, section 12). That there may be any number of them, and that `fields` is about what is said of each, is our choice.
 */
const copyAll = (world: Context, call: Call): Answer => {
  const { store } = world;
  const { project, file_ids: ids } = bodyObject(call.body);
  if (!isString(project)) return refuse(FILE_PROJECT, "project must be owner/project.");
  if (!strings(ids) || ids.length === 0) return refuse(BAD_REQUEST, "file_ids must be a list of ids.");
  const to = placeFor(store, call.user, { project });
  const one = (id: string): JsonObject => {
    const file = copyFile(store, copyableFile(store, call.user, id), to, undefined, call.now);
    store.commit(["file", file.id, file]);
    return { status: "OK", new_file_id: file.id, new_file_name: file.name };
  };
  const results = [...new Set(ids)].map((id): [string, JsonObject] => [
    id,
    attempt(
      () => select(one(id), call.query.get("fields")),
      (error) => ({ status: "FAILED", error }),
    ),
  ]);
  return ok(Object.fromEntries(results));
};
