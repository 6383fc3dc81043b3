import { bulkAnswer, bulkEntries, bulkIds } from "../calls/bulk";
import type { Answer, Call, Route } from "../calls/call";
import { FILE_ID, refuse } from "../calls/refusals";
import { isObject, isString, type JsonObject } from "../json";
import { fileFor } from "../rules/access";
import { type Manner, withDetails } from "../rules/fileDetails";
import { deletable, writableFile } from "../rules/files";
import { fileView } from "../views/file";
import type { Context } from "../world";

/** API digest 8.2. Entries take effect one after the other: a folder can be deleted after what is in it. */
export const bulkFileRoutes = (world: Context): readonly Route[] => [
  {
    method: "POST",
    path: "/bulk/files/get",
    handler: (call) =>
      bulkAnswer(call, bulkIds(call, "file_ids"), (id) =>
        fileView(fileFor(world.store, call.user, id || refuse(FILE_ID)), call.base),
      ),
  },
  {
    method: "POST",
    path: "/bulk/files/delete",
    handler: (call) => bulkAnswer(call, bulkIds(call, "file_ids"), (id) => removeFile(world, call, id)),
  },
  { method: "POST", path: "/bulk/files/update", handler: (call) => changeFile(world, call, "update") },
  { method: "POST", path: "/bulk/files/edit", handler: (call) => changeFile(world, call, "edit") },
];

/** The answer shows the file as it was, as documented. */
const removeFile = ({ store }: Context, { user, base }: Call, id: string): JsonObject => {
  const file = deletable(store, writableFile(store, user, id || refuse(FILE_ID)));
  store.commit(["file", file.id, null]);
  return fileView(file, base);
};

const changeFile = ({ store }: Context, call: Call, manner: Manner): Answer =>
  bulkAnswer(call, bulkEntries(call, "items"), (entry) => {
    const details = isObject(entry) ? entry : {};
    const file = withDetails(store, writableFile(store, call.user, idOf(details)), details, manner, call.now);
    store.commit(["file", file.id, file]);
    return fileView(file, call.base);
  });

/** The Python client sends `id`, the documentation has `file_id`. */
const idOf = ({ id, file_id: documented }: JsonObject): string => {
  const given = id ?? documented;
  return isString(given) && given !== "" ? given : refuse(FILE_ID);
};
