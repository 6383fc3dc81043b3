import type { Answer, Call, Route } from "../calls/call";
import { page } from "../calls/paging";
import { FILE_PROJECT, FILES_BOTH, FILES_WHERE, NO_FOLDER, NOT_EMULATED, refuse } from "../calls/refusals";
import { isProjectId } from "../ids";
import { fileFor, projectFor } from "../rules/access";
import { filteredFiles } from "../rules/fileFilters";
import { isFolder } from "../rules/files";
import type { FileEntry } from "../store/model";
import { rootFolder } from "../store/roots";
import { fileView } from "../views/file";
import type { Context } from "../world";
import { scroll } from "./fileScroll";

/** Lists of files and folders, one level at a time (API digest 8.2). */
export const fileListRoutes = (world: Context): readonly Route[] => [
  { method: "GET", path: "/files", handler: (call) => listFiles(world, call, "/files", top(world, call)) },
  {
    method: "GET",
    path: "/files/scroll",
    handler: (call) => scrolledPage(world, call, "/files/scroll", top(world, call)),
  },
  {
    method: "GET",
    path: "/files/:id/list",
    handler: (call) => listFiles(world, call, `/files/${call.params.id}/list`, inside(world, call), more),
  },
  {
    method: "GET",
    path: "/files/:id/scroll",
    handler: (call) =>
      scrolledPage(world, call, `/files/${call.params.id}/scroll`, inside(world, call), more),
  },
];

/** What is shown of an item: its `type`, too (API digest, section 12); in a folder's own list it says more. */
const few = ["href", "id", "name", "project", "type"];
const more = [...few, "parent"];

const listFiles = ({ store }: Context, call: Call, path: string, folder: string, defaults = few): Answer =>
  page(call, path, filteredFiles(store, folder, call.query), viewOf(call), defaults);

const scrolledPage = ({ store }: Context, call: Call, path: string, folder: string, defaults = few): Answer =>
  scroll(store, call, path, folder, viewOf(call), defaults);

const viewOf =
  ({ base }: Call) =>
  (file: FileEntry) =>
    fileView(file, base);

/** By exactly one of project and parent. */
const top = (world: Context, call: Call): string => {
  const asked = (name: string): string | undefined => call.query.get(name) || undefined;
  if (asked("dataset") !== undefined) return refuse(NOT_EMULATED, "The emulator has no datasets.");
  const [project, parent] = [asked("project"), asked("parent")];
  if (project !== undefined && parent !== undefined) return refuse(FILES_BOTH);
  if (parent !== undefined) return folder(world, call, parent);
  if (project === undefined) return refuse(FILES_WHERE);
  if (!isProjectId(project)) return refuse(FILE_PROJECT);
  return rootFolder(projectFor(world.store, call.user, project).id);
};

const inside = (world: Context, call: Call): string => folder(world, call, call.params.id ?? "");

const folder = ({ store }: Context, { user }: Call, id: string): string => {
  const found = fileFor(store, user, id);
  return isFolder(found) ? found.id : refuse(NO_FOLDER);
};
