import type { Resolved } from "../../shared/unknown";
import type { DeclaredTask } from "./draftTask";
import type { Defaults } from "./fieldRow";
import { type EditablePart, rows } from "./fields";

/** A task as the bodies of requests. Pure; only resolved values come in. */

/** A task whose every value is known. */
export type KnownTask = Resolved<DeclaredTask>;

const sentRows = rows.filter((row) => row.kind !== "local");

/** What is `undefined` is not sent. */
const bodyOf = (
  values: readonly (readonly [wire: string, value: unknown])[],
): Readonly<Record<string, unknown>> => Object.fromEntries(values.filter(([, value]) => value !== undefined));

/** The body of `POST /tasks`: API digest, 5.1. */
export const createBody = (task: KnownTask): Readonly<Record<string, unknown>> =>
  bodyOf(sentRows.map((row) => [row.wire, row.sent(task)]));

/** The body of `PATCH /tasks/{id}`: the changed fields and no other. */
export const patchBody = (
  was: KnownTask,
  now: KnownTask,
  parts: readonly EditablePart[],
  ports: readonly string[],
  defaults: Defaults,
): Readonly<Record<string, unknown>> =>
  bodyOf(
    parts.flatMap((part) =>
      sentRows
        .filter((row) => row.part === part)
        .map((row) => [row.wire, row.edited(was, now, { ports, defaults })] as const),
    ),
  );
