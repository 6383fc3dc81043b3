import * as E from "fp-ts/Either";
import { Task, TaskAnswer } from "../../../provider/api/endpoints/schemas";
import { redactMessage } from "../../../provider/host/session/redact";
import { priceFrom } from "../../../provider/model/task/taskState";

/* What the public record leaves open of a task's form: API digest, 10.3 and 12. */

const task = { id: "t", status: "DRAFT", project: "ada/lab", app: "ada/lab/align/0" };

const decoded = (more: object): Task => {
  const result = Task.decode({ ...task, ...more });
  if (E.isLeft(result)) throw new Error("not a task");
  return result.right;
};

test.each(["Running", "running", "RUNNING"])("the status %s is RUNNING", (status) => {
  expect(decoded({ status }).status).toBe("RUNNING");
  const answer = TaskAnswer.decode({ id: "t", status });
  expect(E.isRight(answer) && answer.right.status).toBe("RUNNING");
});

test("a status that nobody knows is a status; a number is none", () => {
  expect(decoded({ status: "PostProcessing" }).status).toBe("POSTPROCESSING");
  expect(E.isLeft(Task.decode({ ...task, status: 3 }))).toBe(true);
});

test.each<[string, unknown, readonly string[]]>([
  ["a list of objects", [{ message: "is missing", input: "reads" }], ["inputs.reads: is missing"]],
  ["a list of texts", ["reads is missing"], ["reads is missing"]],
  ["a text", "reads is missing", ["reads is missing"]],
  ["an object", { message: "is missing", port: "reads" }, ["inputs.reads: is missing"]],
  [
    "an object of texts by port",
    { reads: "is missing", threads: ["is no number"] },
    ["inputs.reads: is missing", "inputs.threads: is no number"],
  ],
  ["objects with other keys", [{ reason: "is missing", field: "reads" }], ["inputs.reads: is missing"]],
  ["objects with keys that nobody knows", [{ what: "x" }], ['{"what":"x"}']],
  ["none", [], []],
  ["an empty text", "", []],
  ["an empty object", {}, []],
  ["null", null, []],
])("errors as %s are read", (_, errors, texts) => {
  expect((decoded({ errors }).errors ?? []).map(redactMessage)).toStrictEqual(texts);
});

test.each<[unknown, number | undefined]>([
  [0.44, 0.44],
  ["0.44", 0.44],
  [0, 0],
  ["", undefined],
  ["much", undefined],
  [null, undefined],
])("a price of %j is %p", (amount, number) => {
  expect(priceFrom(decoded({ price: { amount, currency: "USD" } }).price)?.amount).toBe(number);
});
