import { setTimeout as later } from "node:timers/promises";
import { inPath } from "../../../provider/api/transport/http";
import { attemptTag, withAttemptTag } from "../../../provider/model/tags/attemptTag";
import { isOpen } from "../../../provider/shared/errors";
import { type Answer, bodyOf, idOf, itemsOf, skip, statusIn, textAt } from "../answer";
import { clearedPort, editedName, settingsCleared, settingsEdited, settingsSent, type Trial } from "../trial";
import { answerIn, type Call, type Context } from "./call";
import { recentFields } from "./fields";

/* One draft and one clone of it: created, edited, deleted. Neither has the app's required input, so neither can be started. */

/** Creates a task, and notes what must be deleted. */
const create = async ({ wire, leftovers, trial }: Context, path: string, body?: unknown): Promise<Answer> => {
  const answer = await wire.write("POST", path, body);
  const id = idOf(answer);
  if (id !== undefined) {
    leftovers.addDraft(id);
    if (statusIn(bodyOf(answer)) !== "DRAFT") await leftovers.abortIfStarted(id);
  } else if (answer.error === undefined || isOpen(answer.error)) leftovers.addUnanswered(trial.name);
  return answer;
};

const draftBody = ({ project, app, name, description, inputs }: Trial): object => ({
  project,
  app,
  name,
  description,
  inputs,
  execution_settings: settingsSent,
});

/** A draft without errors might be started by a clone call whose default is to run it. */
const mayStart = (answer: Answer): boolean => {
  const { errors } = bodyOf(answer);
  return statusIn(bodyOf(answer)) !== "DRAFT" || !Array.isArray(errors) || errors.length === 0;
};

const noDraft = skip("there is no draft");
const noClone = skip("there is no clone");

/** The same list, until it shows the tasks, or all pauses are over. */
const readUntilShown = async (
  { wire, trial, pauses, signal }: Context,
  ids: readonly string[],
): Promise<Answer> => {
  const began = Date.now();
  const isShown = (answer: Answer): boolean => {
    const shown = itemsOf(answer).map((item) => item.id);
    return answer.error !== undefined || ids.every((id) => shown.includes(id));
  };
  const look = (): Promise<Answer> =>
    wire.get("/tasks", {
      project: trial.project,
      fields: recentFields,
      order_by: "created_time",
      order: "desc",
      offset: 0,
      limit: 100,
    });
  const first = await look();
  if (isShown(first)) return first;
  let answer = first;
  for (const pause of pauses) {
    await later(pause, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) break;
    answer = await look();
    if (isShown(answer)) return { ...answer, lag: Date.now() - began };
  }
  return { ...answer, lag: Number.POSITIVE_INFINITY };
};

export const createCalls: readonly Call[] = [
  { name: "project", ask: ({ wire, trial }) => wire.get(`/projects/${inPath(trial.project)}`) },
  { name: "draft", ask: (context) => create(context, "/tasks", draftBody(context.trial)) },
  {
    name: "readDraft",
    ask: async ({ wire }, answers) => {
      const id = idOf(answerIn(answers, "draft"));
      return id === undefined ? noDraft : wire.get(`/tasks/${id}`);
    },
  },
  {
    name: "clone",
    ask: async (context, answers) => {
      const draft = answerIn(answers, "readDraft");
      const id = idOf(draft);
      if (draft === undefined || id === undefined) return noDraft;
      if (mayStart(draft)) return skip("the draft has no errors, so a clone of it might be started");
      return create(context, `/tasks/${id}/actions/clone`);
    },
  },
  {
    name: "newest",
    ask: async (context, answers) => {
      const ids = [answerIn(answers, "draft"), answerIn(answers, "clone")].flatMap((one) => idOf(one) ?? []);
      return ids.length === 0 ? noDraft : readUntilShown(context, ids);
    },
  },
];

export const editCalls: readonly Call[] = [
  {
    name: "edit",
    ask: async ({ wire, trial }, answers) => {
      const id = idOf(answerIn(answers, "draft"));
      if (id === undefined) return noDraft;
      return wire.write("PATCH", `/tasks/${id}`, {
        name: editedName(trial),
        execution_settings: settingsEdited,
      });
    },
  },
  {
    name: "secondEdit",
    ask: async ({ wire, trial }, answers) => {
      const id = idOf(answerIn(answers, "draft"));
      if (id === undefined) return noDraft;
      const port = clearedPort(trial);
      return wire.write("PATCH", `/tasks/${id}`, {
        execution_settings: settingsCleared,
        ...(port === undefined ? {} : { inputs: { [port]: null } }),
      });
    },
  },
  {
    name: "tagClone",
    ask: async ({ wire, trial }, answers) => {
      const clone = answerIn(answers, "clone");
      const [id, of] = [idOf(clone), idOf(answerIn(answers, "draft"))];
      if (clone === undefined || id === undefined || of === undefined) return noClone;
      const tag = { id: trial.tagId, which: attemptTag(2), of };
      const description = withAttemptTag(textAt(bodyOf(clone), "description"), tag, id);
      return wire.write("PATCH", `/tasks/${id}`, { description });
    },
  },
];

export const deleteCalls: readonly Call[] = [
  {
    name: "deleteClone",
    ask: async ({ wire, leftovers }, answers) => {
      const id = idOf(answerIn(answers, "clone"));
      if (id === undefined) return noClone;
      const answer = await wire.write("DELETE", `/tasks/${id}`);
      if (answer.error === undefined) leftovers.removeDraft(id);
      return answer;
    },
  },
  {
    name: "deletedClone",
    ask: async ({ wire }, answers) => {
      const id = idOf(answerIn(answers, "clone"));
      return id === undefined || answerIn(answers, "deleteClone") === undefined
        ? skip("no clone was deleted")
        : wire.get(`/tasks/${id}`);
    },
  },
];
