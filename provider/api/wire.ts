import * as E from "fp-ts/Either";
import * as t from "io-ts";

/**
 * What we read of the API's answers: API digest, sections 3, 5 and 8. Only the fields that are used are asked
 * for; everything else may come, go or change.
 */

/**
 * An optional field. Absent and `null` mean the same (section 3.1), and so does one of a form that we do not know:
 * the answer to a POST holds the id of a task that was made, and must not be thrown away for an odd price.
 */
const maybe = <C extends t.Mixed>(codec: C): t.Type<t.TypeOf<C> | null | undefined, unknown> =>
  new t.Type<t.TypeOf<C> | null | undefined, unknown>(
    codec.name,
    (u): u is t.TypeOf<C> | null | undefined => u === undefined || u === null || codec.is(u),
    (u, c) => t.success(E.getOrElse<unknown, t.TypeOf<C> | undefined>(() => undefined)(codec.validate(u, c))),
    t.identity,
  );

const json = t.record(t.string, t.unknown);

const BatchBy = t.intersection(
  [t.type({ type: t.string }), t.partial({ criteria: maybe(t.array(t.string)) })],
  "BatchBy",
);

const ExecutionSettings = t.partial(
  {
    // The vendor's Python guide allows a list of one element (API digest, 3.4).
    instance_type: maybe(t.union([t.string, t.array(t.string)])),
    max_parallel_instances: maybe(t.number),
    use_memoization: maybe(t.boolean),
    use_elastic_disk: maybe(t.boolean),
  },
  "ExecutionSettings",
);

const NodeLocation = t.partial(
  { output_location: maybe(t.string), output_location_alias: maybe(t.string) },
  "NodeLocation",
);

const OutputLocation = t.partial(
  {
    main_location: maybe(t.string),
    main_location_alias: maybe(t.string),
    nodes_override: maybe(t.boolean),
    nodes_location: maybe(t.record(t.string, NodeLocation)),
  },
  "OutputLocation",
);

const Price = t.partial(
  { amount: maybe(t.union([t.number, t.string])), currency: maybe(t.string), breakdown: maybe(json) },
  "Price",
);

/** A task: API digest, section 3.1. `status` stays a string: one that we do not know is for people to read. */
export const Task = t.intersection(
  [
    t.type({ id: t.string, status: t.string, project: t.string, app: t.string }),
    t.partial({
      href: maybe(t.string),
      name: maybe(t.string),
      description: maybe(t.string),
      created_by: maybe(t.string),
      executed_by: maybe(t.string),
      created_time: maybe(t.string),
      start_time: maybe(t.string),
      end_time: maybe(t.string),
      batch: maybe(t.boolean),
      batch_input: maybe(t.string),
      batch_by: maybe(BatchBy),
      batch_group: maybe(t.partial({ value: maybe(t.string), fields: maybe(json) })),
      parent: maybe(t.string),
      execution_status: maybe(json),
      errors: maybe(t.array(t.unknown)),
      warnings: maybe(t.array(t.unknown)),
      price: maybe(Price),
      inputs: maybe(json),
      outputs: maybe(json),
      execution_settings: maybe(ExecutionSettings),
      output_location: maybe(OutputLocation),
      use_interruptible_instances: maybe(t.boolean),
    }),
  ],
  "Task",
);
export type Task = t.TypeOf<typeof Task>;

/** An item of a task list asked for by `fields=id,status`. */
export const TaskStatus = t.type({ id: t.string, status: t.string }, "TaskStatus");
export type TaskStatus = t.TypeOf<typeof TaskStatus>;

/** The jobs of a task: API digest, 5.10. A batch has none of its own, and `jobs` is then null or missing. */
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
export const FileOrigin = t.intersection(
  [
    t.type({ id: t.string }),
    t.partial({ name: maybe(t.string), origin: maybe(t.partial({ task: maybe(t.string) })) }),
  ],
  "FileOrigin",
);

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

/** One page of a list: API digest, section 2.4. */
export const pageOf = <C extends t.Mixed>(item: C) => t.type({ items: t.array(item) }, `PageOf${item.name}`);

/** The answer to DELETE: nothing (API digest, 5.9). */
export const Nothing = t.unknown;
