import { dirname, resolve } from "node:path";
import { Refused } from "../calls/refusals";
import { appRef, fileId, isProjectId } from "../ids";
import { isObject, isString, type JsonObject, strings } from "../json";
import { isCwl } from "../rules/appBody";
import { oddOutput, orderKeys, readOrders } from "../rules/appOrders";
import { readMetadata } from "../rules/fileDetails";
import { ownerOf } from "../rules/permissions";
import { portsOf } from "../rules/ports";
import type { Change, FileEntry, OptionalOutputsOf, Permissions, PriceForm, SeedKind } from "../store/model";
import { newFolder, newProject } from "../store/newRecords";
import { rootFolder } from "../store/roots";
import { readCwlYaml } from "../yaml";
import { document, type Entry, each, inside } from "./entries";
import { seedMembers } from "./members";
import { nothing, type Present } from "./present";
import { userChanges } from "./users";

/** What the emulator starts with. Ids not given follow from project and name, so that they are the same in every run. */
export interface Seed {
  readonly users?: readonly { readonly username: string; readonly token: string }[];
  readonly projects?: readonly {
    readonly id: string;
    readonly name?: string;
    readonly settings?: JsonObject;
    /** Everybody reads and copies from it, and its apps are the public ones. */
    readonly public?: boolean;
    /** Beside the owner, who has all permissions. */
    readonly members?: readonly SeedMember[];
  }[];
  readonly files?: readonly SeedFile[];
  /** The id may end in a revision; the same id again is the next revision. `cwl` is a document or the path of one. */
  readonly apps?: readonly SeedApp[];
}

export interface SeedMember {
  readonly username: string;
  /** Those not named are not given; reading always is. */
  readonly permissions?: Partial<Permissions>;
}

export interface SeedFile {
  readonly project: string;
  /** `reads/a.fastq` is a.fastq in the folder reads. */
  readonly name: string;
  readonly id?: string;
  readonly size?: number;
  readonly metadata?: JsonObject;
  readonly tags?: readonly string[];
}

export interface SeedApp {
  readonly id: string;
  readonly cwl: unknown;
  /** What becomes of outputs that may be null: by default they are made. Of all, or by port. */
  readonly optionalOutputs?: OptionalOutputsOf;
  /** How the price of its tasks is shown: by default as a number, with breakdown. */
  readonly price?: PriceForm;
}

interface Context {
  /** Nothing, for the seed of the start. */
  readonly present?: Present;
  /** The folder of the seed file; without one, apps must be given inline. */
  readonly folder?: string;
}

/** When the seed's records were made: a fixed time, or they would be new at each start (our choice). */
const SEEDED_AT = Date.parse("2024-01-01T00:00:00Z");

export const readSeedFile = (path: string): { seed: unknown; folder: string } => {
  const seed = document(path, `The seed file ${path}`);
  return { seed, folder: dirname(resolve(path)) };
};

/** The seed as changes of the store; throws one sentence that names the path of what is wrong. */
export const seedChanges = (
  seed: unknown,
  { present = nothing, ...context }: Context = {},
): Change<SeedKind>[] => {
  if (!isObject(seed)) throw new Error("The seed must be an object with users, projects, files and apps.");
  const odd = Object.keys(seed).find((it) => !["users", "projects", "files", "apps"].includes(it));
  if (odd !== undefined)
    throw new Error(`${odd} is not part of a seed: it has users, projects, files and apps.`);
  const projects = new Set(present.projects.keys());
  const seeded = userChanges(seed, present);
  const users = new Set([...present.users.keys(), ...seeded.map(([, username]) => username)]);
  return [
    ...seeded,
    ...each(
      seed,
      "projects",
      ["id", "name", "settings", "public", "members"],
      (project): Change<"project">[] => {
        const id = project.text("id");
        if (!isProjectId(id)) return project.fail("id", "must be owner/project");
        projects.add(id);
        const name = project.value.name === undefined ? id : project.text("name");
        const made = newProject(id, name, ownerOf(id), SEEDED_AT);
        const { public: isPublic, members } = project.value;
        if (isPublic !== undefined && typeof isPublic !== "boolean")
          return project.fail("public", "must be true or false");
        const settings = { ...made.settings, ...project.object("settings") };
        return [
          [
            "project",
            id,
            {
              ...made,
              settings,
              ...(isPublic === true ? { public: true } : {}),
              ...(members === undefined ? {} : { members: seedMembers(project, users) }),
            },
          ],
        ];
      },
    ),
    ...fileChanges(seed, projects, present),
    ...appChanges(seed, projects, present, context),
  ];
};

const fileChanges = (seed: JsonObject, projects: ReadonlySet<string>, present: Present): Change<"file">[] => {
  const seen = new Set<string>();
  return each(
    seed,
    "files",
    ["project", "name", "id", "size", "metadata", "tags"],
    (file): Change<"file">[] => {
      const project = file.text("project");
      if (!projects.has(project))
        return file.fail("project", `is ${project}, which is not among the projects`);
      const path = file.text("name");
      const { folders, parent, name } = placeFile(project, path);
      const id = file.value.id === undefined ? fileId(project, path) : file.text("id");
      if (!/^[0-9a-f]{24}$/i.test(id)) return file.fail("id", "must be 24 hex characters");
      const place = `${parent}/${name}`;
      const there = present.fileNamed(parent, name)?.id ?? id;
      if (seen.has(id) || seen.has(place) || there !== id)
        return file.fail("name", `is ${path}, which is there twice`);
      seen.add(id).add(place);
      const { size = 1_000_000, tags = [] } = file.value;
      if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) {
        return file.fail("size", "must be a whole number");
      }
      if (!strings(tags)) return file.fail("tags", "must be a list of strings");
      const entry: FileEntry = {
        ...newFolder({ id, name, project, parent }, SEEDED_AT),
        type: "file",
        size,
        metadata: metadataOf(file),
        tags,
      };
      const made = folders.filter((it) => !seen.has(it.id) && present.files.get(it.id) === undefined);
      for (const it of made) seen.add(it.id);
      return [...made.map((it): Change<"file"> => ["file", it.id, it]), ["file", id, entry]];
    },
  );
};

/** By the rules of the API: what a seed gives can be sent back. */
const metadataOf = (file: Entry): JsonObject => {
  try {
    return readMetadata(file.object("metadata"), {});
  } catch (error) {
    if (error instanceof Refused)
      return file.fail("metadata", `can not be taken: ${error.message.replace(/\.$/, "")}`);
    throw error;
  }
};

const placeFile = (project: string, path: string): { folders: FileEntry[]; parent: string; name: string } => {
  const parts = path.split("/").filter((it) => it !== "");
  let parent = rootFolder(project);
  const folders = parts.slice(0, -1).map((name, index) => {
    const id = fileId(project, parts.slice(0, index + 1).join("/"));
    const folder = newFolder({ id, name, project, parent }, SEEDED_AT);
    parent = folder.id;
    return folder;
  });
  return { folders, parent, name: parts.at(-1) ?? path };
};

const cwlFile = (folder: string, path: string, what: string): unknown =>
  document(inside(folder, path, what), what, (text) =>
    readCwlYaml(text, (sentence) => console.error(`Warning: ${what}: ${sentence}.`)),
  );

const appChanges = (
  seed: JsonObject,
  projects: ReadonlySet<string>,
  present: Present,
  { folder }: Context,
): Change<"revision">[] => {
  const newest = new Map<string, number>();
  return each(seed, "apps", ["id", "cwl", ...orderKeys], (app): Change<"revision">[] => {
    const ref = appRef(app.text("id"));
    if (ref === undefined) return app.fail("id", "must be owner/project/app, or owner/project/app/revision");
    if (!projects.has(ref.project))
      return app.fail("id", `is in ${ref.project}, which is not among the projects`);
    const last = newest.get(ref.app) ?? present.revisionNumbers(ref.app).at(-1) ?? -1;
    const revision = ref.revision ?? last + 1;
    newest.set(ref.app, Math.max(last, revision));
    const { cwl } = app.value;
    if (isString(cwl) && folder === undefined)
      return app.fail("cwl", "must be a CWL document: there is no folder to find a path in");
    const read = isString(cwl) ? cwlFile(folder ?? "", cwl, `${app.path}.cwl: ${cwl}`) : cwl;
    if (!isCwl(read)) {
      return app.fail("cwl", "must be a CWL document, or the path of one: it has no class");
    }
    const orders = readOrders(app.value);
    if (typeof orders === "string") throw new Error(`${app.path}.${orders}.`);
    const odd = oddOutput(orders, portsOf(read).outputs);
    if (odd !== undefined) return app.fail("optionalOutputs", `is wrong: ${odd}`);
    const made = {
      app: ref.app,
      revision,
      cwl: read,
      createdBy: ref.app.split("/")[0] ?? "",
      createdAt: SEEDED_AT,
      ...(Object.keys(orders).length === 0 ? {} : { orders }),
    };
    return [["revision", `${ref.app}/${revision}`, made]];
  });
};
