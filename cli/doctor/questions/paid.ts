import * as E from "fp-ts/Either";
import { Task } from "../../../provider/api/endpoints/schemas";
import { priceFrom } from "../../../provider/model/task/taskState";
import { isRecord } from "../../../provider/shared/codec";
import { bodyOf, idOf, itemsOf, type Json, shortError, statusIn } from "../answer";
import { differs, differsHandled, differsUnhandled, type Question, question, unless } from "../question";
import { paidName } from "../spend/names";

/* What only a task that runs can tell. */

const messageOf = (task: Json): unknown =>
  isRecord(task.execution_status) ? task.execution_status.message : undefined;

export const paidQuestions: readonly Question[] = [
  question({
    key: "run.queued",
    assumes: "run answers at once with QUEUED and the message In queue",
    calls: ["start"],
    handling: differsHandled("it goes by the status of each later look"),
    verdict: (answer) => {
      const task = bodyOf(answer("start"));
      return unless(
        statusIn(task) !== "QUEUED" && "the status is another one",
        messageOf(task) !== "In queue" && "the message is another one",
      );
    },
  }),
  question({
    key: "run.listed",
    assumes: "lists show at once that a task has been started",
    calls: ["start", "listedStart"],
    handling: differsHandled("it reads a task itself before it starts or deletes it"),
    verdict: (answer) => {
      const item = itemsOf(answer("listedStart")).find(({ id }) => id === idOf(answer("start")));
      return unless(
        item === undefined
          ? "the task is missing"
          : statusIn(item) === "DRAFT" && "it is still a draft there",
      );
    },
  }),
  question({
    key: "run.rename",
    assumes: "a task that is RUNNING can be renamed",
    calls: ["running", "rename"],
    handling: differsHandled("it warns, and keeps the name in the state"),
    readsErrors: true,
    verdict: (answer, trial) => {
      const { error, body } = answer("rename");
      if (error !== undefined) return differs(`it cannot (${shortError(error)})`);
      return unless(
        (isRecord(body) ? body.name : undefined) !== paidName(trial, "renamed") && "the name stays",
      );
    },
  }),
  question({
    key: "run.price",
    assumes: "a task has its price as soon as it has ended",
    calls: ["paidEnd"],
    handling: differsHandled("the next refresh collects it"),
    verdict: (answer) => {
      const task = Task.decode(answer("paidEnd").body);
      const price = E.isRight(task) ? priceFrom(task.right.price) : undefined;
      return unless(price?.amount === undefined && "it has none yet");
    },
  }),
  question({
    key: "run.abort",
    assumes: "a task that is QUEUED can be aborted",
    calls: ["startToAbort", "abort"],
    handling: differsHandled(
      "it tries again until the task runs or has ended, and names the task where that fails",
    ),
    readsErrors: true,
    verdict: (answer) => {
      const { error } = answer("abort");
      return unless(error !== undefined && `it cannot (${shortError(error)})`);
    },
  }),
  question({
    key: "run.aborted",
    assumes: "a task that is aborted ends",
    calls: ["abortedEnd"],
    handling: differsUnhandled("it goes on to cost"),
    verdict: (answer) =>
      unless(statusIn(bodyOf(answer("abortedEnd"))) !== "ABORTED" && "it does not end ABORTED"),
  }),
];
