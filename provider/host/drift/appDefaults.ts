import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import { getProject } from "../../api/endpoints/projects";
import type { Task } from "../../api/endpoints/schemas";
import type { Client } from "../../api/transport/http";
import { defaultBatching, inputPorts } from "../../cwl/ports";
import type { DeclaredTask } from "../../model/task/draftTask";
import type { Defaults } from "../../model/task/fieldRow";
import type { EditablePart } from "../../model/task/fields";
import type { KnownTask } from "../../model/task/toApi";
import type { ApiError } from "../../shared/errors";
import type { Session } from "../session/session";
import { type AppDefaults, needsDefaults } from "./drift";

/* What the app, the project and the platform decide where a program is silent: asked for only where that matters. */

export const noAppDefaults: AppDefaults = { inputs: {}, batching: undefined };

/** What a draft may show although no program set it; the app is asked only where it shows such a thing. */
export const appDefaults = (
  session: Session,
  client: Client,
  stored: DeclaredTask,
  task: Task,
): TE.TaskEither<ApiError, AppDefaults> =>
  needsDefaults(stored, task)
    ? pipe(
        session.cache.app(client, task.app),
        TE.map(({ raw }) => {
          const batching = defaultBatching(raw);
          const defaults = inputPorts(raw).map((port) => [port.id, port.default] as const);
          return {
            inputs: Object.fromEntries(defaults),
            batching:
              batching === undefined
                ? undefined
                : ({ _tag: "Override", ...batching } as AppDefaults["batching"]), // batchBy is read from the same two shapes
          };
        }),
      )
    : TE.right(noAppDefaults);

const noDefaults: Defaults = { batching: undefined, useInterruptibleInstances: undefined };

/** Asks for the defaults only where an arg was taken out of the program and falls back to one. */
export const defaultsFor = (
  session: Session,
  client: Client,
  now: KnownTask,
  parts: readonly EditablePart[],
): TE.TaskEither<ApiError, Defaults> =>
  pipe(
    TE.right<ApiError, Defaults>(noDefaults),
    TE.flatMap((none) =>
      parts.includes("batching") && now.batching._tag === "AppDefault"
        ? pipe(
            session.cache.app(client, now.app),
            TE.map(({ raw }) => ({ ...none, batching: defaultBatching(raw) })),
          )
        : TE.right(none),
    ),
    TE.flatMap((some) =>
      parts.includes("useInterruptibleInstances") && now.useInterruptibleInstances === undefined
        ? pipe(
            getProject(client, now.project),
            TE.map(({ settings }) => ({
              ...some,
              useInterruptibleInstances: settings?.use_interruptible_instances ?? undefined,
            })),
          )
        : TE.right(some),
    ),
  );
