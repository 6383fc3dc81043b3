import * as E from "fp-ts/Either";
import { ExecutionDetails } from "../../../provider/api/endpoints/schemas";
import { isKnownStatus } from "../../../provider/model/task/taskState";
import { isRecord } from "../../../provider/shared/codec";
import { bodyOf, itemsOf, type Json, textAt } from "../answer";
import { differsHandled, differsUnhandled, type Question, question, unclear, unless } from "../question";

/* What has run in the project before: read, and never changed. */

const filesIn = (value: unknown): readonly Json[] => {
  if (Array.isArray(value)) return value.flatMap(filesIn);
  if (!isRecord(value)) return [];
  return "class" in value || "path" in value ? [value] : Object.values(value).flatMap(filesIn);
};

const isFile = ({ class: kind, path }: Json): boolean =>
  (kind === "File" || kind === "Directory") && typeof path === "string";

export const historyQuestions: readonly Question[] = [
  question({
    key: "history.status",
    assumes: "all statuses are known, and in capitals",
    calls: ["newest", "completed", "failed"],
    handling: differsHandled("it waits, and names a status that it does not know"),
    verdict: (answer) => {
      const items = [answer("newest"), answer("completed"), answer("failed")].flatMap(itemsOf);
      const others = items.map((item) => textAt(item, "status") ?? "none").filter((it) => !isKnownStatus(it));
      return unless(others.length > 0 && `there is also ${[...new Set(others)].join(", ")}`);
    },
  }),
  question({
    key: "history.price",
    assumes: "a completed task has a price with an amount that is a number",
    calls: ["completed", "ended"],
    handling: differsHandled(
      "it reads a number in a text, and collects a price that comes later with the next refresh",
    ),
    verdict: (answer) => {
      const tasks = [...itemsOf(answer("completed")), bodyOf(answer("ended"))];
      const amounts = tasks.map(({ price }) => (isRecord(price) ? price.amount : undefined));
      return unless(
        amounts.some((amount) => typeof amount === "string") && "amounts are texts",
        amounts.some((amount) => typeof amount !== "string" && typeof amount !== "number") &&
          "some have no price",
      );
    },
  }),
  question({
    key: "history.end",
    assumes: "a task that has ended says when",
    calls: ["completed", "ended"],
    handling: differsHandled("it does without the time"),
    verdict: (answer) => {
      const tasks = [...itemsOf(answer("completed")), bodyOf(answer("ended"))];
      return unless(
        tasks.some((task) => Number.isNaN(Date.parse(textAt(task, "end_time") ?? ""))) && "some do not",
      );
    },
  }),
  question({
    key: "history.outputs",
    assumes: "outputs are objects by port, and files have a class and a path",
    calls: ["ended"],
    handling: differsUnhandled("it cannot hand them to the next task"),
    verdict: (answer) => {
      const { outputs } = bodyOf(answer("ended"));
      return unless(
        !isRecord(outputs)
          ? "there is no such object"
          : !filesIn(outputs).every(isFile) && "some files have not",
      );
    },
  }),
  question({
    key: "history.jobs",
    assumes: "execution details name the jobs with their status and their logs",
    calls: ["details"],
    handling: differsHandled("failures are shown without jobs"),
    verdict: (answer) => {
      const details = ExecutionDetails.decode(answer("details").body);
      const jobs = E.isRight(details) ? details.right.jobs : undefined;
      if (!jobs) return unless("they have no list of jobs");
      return unless(
        jobs.some(({ name, status }) => !name || !status) && "jobs lack their name or status",
        jobs.some(({ logs }) => !logs) && "jobs lack their logs",
      );
    },
  }),
  question({
    key: "history.errors",
    assumes: "the errors of a failed task are a list of objects with a description or a message",
    calls: ["failed"],
    handling: differsHandled("it shows whatever there is"),
    verdict: (answer) => {
      const items = itemsOf(answer("failed"));
      if (items.length === 0) return unclear("no task of the project has failed");
      const isText = (it: unknown): boolean =>
        isRecord(it) && (textAt(it, "description") ?? textAt(it, "message")) !== undefined;
      return unless(
        items.some(({ errors }) => errors !== undefined && errors !== null && !Array.isArray(errors)) &&
          "they are not a list",
        items.some(({ errors }) => Array.isArray(errors) && !errors.every(isText)) &&
          "they are of another form",
      );
    },
  }),
  question({
    key: "files.form",
    assumes: "files show the fields that are asked for, in lists and in bulk",
    calls: ["files", "bulkFiles"],
    handling: differsUnhandled("lookups fail, or say nothing of the files' types"),
    verdict: (answer) => {
      const inBulk = itemsOf(answer("bulkFiles")).flatMap(({ resource }) =>
        isRecord(resource) ? [resource] : [],
      );
      if (inBulk.length === 0) return unclear("the bulk read answered with no file");
      const isLacking = (files: readonly Json[]): boolean =>
        files.some((file) => ["id", "name", "type", "project"].some((key) => !(key in file)));
      return unless(
        isLacking(itemsOf(answer("files"))) && "lists lack some",
        isLacking(inBulk) && "bulk reads lack some",
      );
    },
  }),
];
