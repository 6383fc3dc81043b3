import * as t from "io-ts";
import { json, maybe } from "./maybe";
import type { In, Part } from "./taskSchemas";

export * from "./taskSchemas";

/**
 * What we read of the API's answers: API digest, sections 3, 5 and 8. Only the fields that are used are asked
 * for; everything else may come, go or change.
 */

/** The jobs of a task: API digest, 5.10. A batch has none, and `jobs` is then null or missing. */
export const ExecutionDetails = t.partial(
  {
    message: maybe(t.string),
    jobs: maybe(
      t.array(
        t.partial({
          name: maybe(t.string),
          status: maybe(t.string),
          logs: maybe(t.record(t.string, t.unknown)),
        }),
      ),
    ),
  },
  "ExecutionDetails",
);
export type ExecutionDetails = t.TypeOf<typeof ExecutionDetails>;

/** An app at a revision: API digest, section 8.1. `raw` is its CWL. */
export const App = t.intersection(
  [t.type({ id: t.string, revision: t.number }), t.partial({ name: maybe(t.string), raw: t.unknown })],
  "App",
);
export type App = t.TypeOf<typeof App>;

/** Where a file comes from: API digest, 8.2. `origin` is empty for an uploaded file. */
export const FileOrigin: Part<{
  readonly id: string;
  readonly name?: string | null | undefined;
  readonly origin?: { readonly task?: string | null | undefined } | null | undefined;
}> = {
  fields: "id,name,origin",
  always: ["origin"],
  codec: t.intersection(
    [
      t.type({ id: t.string }),
      t.partial({ name: maybe(t.string), origin: maybe(t.partial({ task: maybe(t.string) })) }),
    ],
    "FileOrigin",
  ),
};

/** A project: API digest, section 8.3. */
export const Project = t.intersection(
  [
    t.type({ id: t.string }),
    t.partial({
      name: maybe(t.string),
      description: maybe(t.string),
      tags: maybe(t.array(t.string)),
      billing_group: maybe(t.string),
      root_folder: maybe(t.string),
      created_by: maybe(t.string),
      created_on: maybe(t.string),
      settings: maybe(
        t.partial({ use_interruptible_instances: maybe(t.boolean), use_memoization: maybe(t.boolean) }),
      ),
      permissions: maybe(t.partial({ write: maybe(t.boolean), execute: maybe(t.boolean) })),
    }),
  ],
  "Project",
);
export type Project = t.TypeOf<typeof Project>;

/** The token's user: API digest, section 8.3. */
export const User = t.type({ username: t.string }, "User");

/** A file or a folder: API digest, section 8.2. `type` is `file` or `folder`. */
export const FileItem = t.intersection(
  [
    t.type({ id: t.string, name: t.string }),
    t.partial({
      type: maybe(t.string),
      size: maybe(t.number),
      project: maybe(t.string),
      parent: maybe(t.string),
      origin: maybe(t.partial({ task: maybe(t.string) })),
      metadata: maybe(json),
    }),
  ],
  "FileItem",
);
export type FileItem = t.TypeOf<typeof FileItem>;

/** What the checks before a task is made need to know of a file. */
export const FileFacts: Part<Pick<FileItem, "id" | "name" | "type" | "project" | "parent" | "metadata">> = {
  fields: "id,name,type,project,parent,metadata",
  always: ["metadata"],
  codec: t.intersection(
    [
      t.type({ id: t.string, name: t.string }),
      t.partial({
        type: maybe(t.string),
        project: maybe(t.string),
        parent: maybe(t.string),
        metadata: maybe(json),
      }),
    ],
    "FileFacts",
  ),
};
export type FileFacts = In<typeof FileFacts>;

/** One page of a list: API digest, section 2.4. */
export const pageOf = <C extends t.Mixed>(item: C) => t.type({ items: t.array(item) }, `PageOf${item.name}`);

/** The answer to DELETE: nothing (API digest, 5.9). */
export const Nothing = t.unknown;
