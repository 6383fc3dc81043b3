import * as E from "fp-ts/Either";
import type { Task } from "../../api/endpoints/schemas";
import type { Client } from "../../api/transport/http";
import { taskId } from "../../model/codecs/ids";
import type { InternalInputs } from "../../model/task/taskState";
import type { Declined, HostError } from "../../shared/errors";
import type { Remark } from "../../shared/printedLine";
import { resourceNameIn } from "../../shared/resourceName";
import { attempt, fail, rightOrThrow } from "../failure";
import type { Properties } from "../properties";
import { isReported } from "./bestEffort";
import { normalCall } from "./callPolicies";
import type { Session } from "./session";
import { type FindTask, getTaskOrUndefined } from "./tasks";

/* What the option `import` of both resources has in common: which task, for which resource. */

const declineImport = (reason: string): Declined => ({ _tag: "Declined", reason });

/** The task to import, by an id that a program has given. */
export const toImport = async (
  client: Client,
  id: string,
  find: FindTask = getTaskOrUndefined,
): Promise<Task> => {
  if (!taskId.is(id)) return fail(declineImport("the id to import must be the id of a task (a UUID)"));
  const task = await find(client, id);
  return (
    task ??
    fail(
      declineImport(
        `there is no task ${id} at ${client.connection.endpoint} to import: check the id and the platform`,
      ),
    )
  );
};

/** A task and its run are managed each for itself. */
type Kind = "task" | "run";

const taskText = (kind: Kind, id: string): string => `${kind === "task" ? "task" : "the run of task"} ${id}`;

const importKey = (kind: Kind, id: string): string => `${kind} ${id.toLowerCase()}`;

/** The resource of the same program that imports a task, beside the one that asks. */
export const importerOf = (session: Session, kind: Kind, id: string, owner: string): string | undefined => {
  const importer = session.ownership.importers.get(importKey(kind, id));
  return importer === owner ? undefined : importer;
};

/** Two resources of one program would change one task to and fro. */
export const importedTwice = (kind: Kind, id: string, owner: string, importer: string): Declined =>
  declineImport(
    `${taskText(kind, id)} cannot be that of both ${resourceNameIn(owner)} and ${resourceNameIn(importer)}, which imports it: take one of the two out of the program`,
  );

/** Takes note of who imports a task; nobody else of the program may, nor may it be another's already. */
const noteImporter = (session: Session, kind: Kind, id: string, owner: string): E.Either<HostError, void> => {
  const importer = importerOf(session, kind, id, owner);
  if (importer !== undefined) return E.left(importedTwice(kind, id, owner, importer));
  const live = kind === "task" ? session.ownership.tasks : session.ownership.runs;
  const [other] =
    [...live].find(
      ([whose, its]) => its === id && whose !== owner && session.ownership.declaredOwners.has(whose),
    ) ?? [];
  if (other !== undefined) return E.left(importedTwice(kind, id, other, owner));
  session.ownership.importers.set(importKey(kind, id), owner);
  return E.right(undefined);
};

/** What a look at it has found: the line to print, and what it has made, for the preview. */
interface ImportedTask {
  readonly remark: Remark;
  readonly made: Properties;
}

/**
 * The id to import stays visible in the preview. It is looked at once, before the resource is in the state; a preview says
 * what it could not look at, and goes on.
 */
export const importedTask = async (
  session: Session,
  client: Client,
  kind: Kind,
  { __import: id, __owner: owner = "" }: Pick<InternalInputs, "__import" | "__owner">,
  olds: Properties,
  look: (asking: Client, id: string) => Promise<ImportedTask>,
): Promise<Properties> => {
  if (id === undefined) return {};
  const adopts: Properties = { adopts: id };
  rightOrThrow(noteImporter(session, kind, id, owner));
  if (Object.keys(olds).length > 0) return adopts;
  const ask = normalCall(session, client);
  const found = await ask((asking) => () => attempt(() => look(asking, id)))();
  if (E.isRight(found)) {
    const { remark, made } = found.right;
    client.say(remark.text, remark.note);
    return { ...made, ...adopts };
  }
  const error = found.left;
  if (error._tag !== "Skipped") return fail(error);
  if (!isReported(error))
    client.say(`${taskText(kind, id)}, which import names, could not be read: ${error.why}`);
  return adopts;
};
