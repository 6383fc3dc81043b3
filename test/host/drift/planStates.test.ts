import { byMetadata } from "../../../provider/model/values/batching";
import { type Args, file, unknown } from "../../support/builders";
import { keep, planOf, replace, update } from "../../support/plans";

const batch = { batchInput: "reads", batchBy: byMetadata("sample_id") };

describe("null against a missing port", () => {
  test("is an edit of a draft: null clears the app's default", () => {
    expect(planOf("DRAFT", {}, { inputs: { a: null } })).toStrictEqual(update("inputs.a"));
    expect(planOf("DRAFT", { inputs: { a: null } }, {})).toStrictEqual(update("inputs.a"));
    expect(planOf("DRAFT", { inputs: { a: null } }, { inputs: { a: null } })).toStrictEqual(keep);
  });

  test("is nothing once started: there is nothing left to clear", () => {
    expect(planOf("RUNNING", {}, { inputs: { a: null } })).toStrictEqual(keep);
    expect(planOf("COMPLETED", { inputs: { a: null } }, {})).toStrictEqual(keep);
  });
});

describe("a stored bad state is itself a difference:", () => {
  const errors = [{ message: "Input genome is required." }];

  test("errors on a draft", () => {
    expect(planOf("DRAFT", {}, {}, { errors })).toStrictEqual(update.resuming());
    expect(planOf("DRAFT", {}, { inputs: { a: 1 } }, { errors })).toStrictEqual(update.resuming("inputs.a"));
  });

  test("a start that did not happen", () => {
    expect(planOf("DRAFT", { run: true }, { run: true })).toStrictEqual(update.resuming());
    expect(planOf("DRAFT", { run: true }, {})).toStrictEqual(update.resuming("run"));
  });

  test("but not on a task that has started", () => {
    expect(planOf("FAILED", { run: true }, { run: true }, { errors })).toStrictEqual(keep);
  });

  test("and a replacement still replaces", () => {
    expect(planOf("DRAFT", { run: true }, { run: true, project: "a/b" }, { errors })).toStrictEqual(
      replace("project"),
    );
  });
});

describe("what is unknown is a difference that may not come:", () => {
  test.each<[string, Args, Args, string]>([
    ["a port", { inputs: { g: file(1) } }, { inputs: { g: unknown } }, "inputs.g?"],
    ["an item of a list", { inputs: { r: [file(1)] } }, { inputs: { r: [file(1), unknown] } }, "inputs.r?"],
    ["a field of a record", { inputs: { r: { a: 1 } } }, { inputs: { r: { a: unknown } } }, "inputs.r?"],
    [
      "a file's id",
      { inputs: { g: file(1) } },
      { inputs: { g: { class: "File", path: unknown } } },
      "inputs.g?",
    ],
    ["all inputs", { inputs: { g: file(1) } }, { inputs: unknown }, "inputs?"],
    ["the batch", batch, { ...batch, batchInput: unknown }, "batching?"],
  ])("%s", (_, was, now, change) => {
    expect(planOf("DRAFT", was, now)).toStrictEqual(update(change));
    expect(planOf("COMPLETED", was, now)).toStrictEqual(replace(change));
  });

  test("a setting, which holds for the next attempt of a started task", () => {
    const now = { executionSettings: { instanceType: unknown } };
    expect(planOf("DRAFT", {}, now)).toStrictEqual(update("executionSettings?"));
    expect(planOf("RUNNING", {}, now)).toStrictEqual(update("executionSettings?"));
  });

  test("a project or a trigger, which would make a new task", () => {
    const now = { project: unknown, triggers: [unknown] };
    expect(planOf("DRAFT", {}, now)).toStrictEqual(replace("project?", "triggers?"));
  });

  test("and a sure one beside it stays sure", () => {
    expect(planOf("COMPLETED", { inputs: { a: 1, b: 2 } }, { inputs: { a: unknown, b: 3 } })).toStrictEqual(
      replace("inputs.a?", "inputs.b"),
    );
  });

  test("a file's name alone is none", () => {
    const now = { inputs: { g: { ...file(1), name: unknown } } };
    expect(planOf("COMPLETED", { inputs: { g: file(1, "a") } }, now)).toStrictEqual(keep);
  });
});
