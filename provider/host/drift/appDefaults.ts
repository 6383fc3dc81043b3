import { getProject } from "../../api/endpoints/projects";
import type { Task } from "../../api/endpoints/schemas";
import type { Client } from "../../api/transport/http";
import { defaultBatching, inputPorts } from "../../cwl/ports";
import type { DeclaredTask } from "../../model/task/draftTask";
import type { Defaults } from "../../model/task/fieldRow";
import type { EditablePart } from "../../model/task/fields";
import type { KnownTask } from "../../model/task/toApi";
import { orThrow } from "../failure";
import type { Session } from "../session/session";
import { type AppDefaults, needsDefaults } from "./drift";

/* What the app, the project and the platform decide where a program is silent: asked for only where that matters. */

export const noAppDefaults: AppDefaults = { inputs: {}, batching: undefined };

/** What a draft may show although no program set it; the app is asked only where it shows such a thing. */
export const appDefaults = async (
  session: Session,
  client: Client,
  stored: DeclaredTask,
  task: Task,
): Promise<AppDefaults> => {
  if (!needsDefaults(stored, task)) return noAppDefaults;
  const { raw } = await orThrow(session.cache.app(client, task.app));
  const batching = defaultBatching(raw);
  const defaults = inputPorts(raw).map((port) => [port.id, port.default] as const);
  return {
    inputs: Object.fromEntries(defaults),
    batching:
      batching === undefined ? undefined : ({ _tag: "Override", ...batching } as AppDefaults["batching"]), // batchBy is read from the same two shapes
  };
};

/** Asks for the defaults only where an arg was taken out of the program and falls back to one. */
export const defaultsFor = async (
  session: Session,
  client: Client,
  now: KnownTask,
  parts: readonly EditablePart[],
): Promise<Defaults> => {
  const app =
    parts.includes("batching") && now.batching._tag === "AppDefault"
      ? await orThrow(session.cache.app(client, now.app))
      : undefined;
  const project =
    parts.includes("useInterruptibleInstances") && now.useInterruptibleInstances === undefined
      ? await orThrow(getProject(client, now.project))
      : undefined;
  return {
    batching: app === undefined ? undefined : defaultBatching(app.raw),
    useInterruptibleInstances: project?.settings?.use_interruptible_instances ?? undefined,
  };
};
