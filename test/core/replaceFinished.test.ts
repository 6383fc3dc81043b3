import * as E from "fp-ts/Either";
import { refusal } from "../../provider/host/finished";
import { replaceFinishedFrom } from "../../provider/replaceFinished";

const from = (text: string | undefined) =>
  replaceFinishedFrom((key) => (key === "sevenbridges:replaceFinished" ? text : undefined));

describe("sevenbridges:replaceFinished", () => {
  test.each([
    [undefined, "allow"],
    ["", "allow"],
    ["allow", "allow"],
    ["refuse", "refuse"],
    [" Refuse ", "refuse"],
  ])("%p is %s", (text, expected) => expect(from(text)).toStrictEqual(E.right(expected)));

  test("anything else is refused", () =>
    expect(from("no")).toStrictEqual(
      E.left({
        _tag: "SettingsProblem",
        reason: "sevenbridges:replaceFinished must be allow or refuse (default: allow)",
      }),
    ));
});

describe("the refusal", () => {
  test("names the task, its cost, what changed, and the three ways out", () =>
    expect(
      refusal({
        what: "task 1",
        status: "COMPLETED",
        children: [],
        price: { amount: 4.1, currency: "USD" },
        changed: ["inputs.reads", "inputs.threads"],
        args: ["inputs"],
        second: "a second DraftTask",
      }),
    ).toBe(
      'task 1 is COMPLETED and has cost 4.1 USD, and would be made anew, because inputs.reads and inputs.threads changed, which sevenbridges:replaceFinished refuses: to pay for another one, run pulumi config set sevenbridges:replaceFinished allow; to keep it as it is, give the resource the option ignoreChanges: ["inputs"]; to have both, leave this resource as it was and declare a second DraftTask',
    ));

  const batch = (status: string, children: readonly string[]): string | undefined =>
    refusal({
      what: "the run of task 1",
      status,
      children,
      price: { amount: 9, currency: "USD" },
      changed: ["task"],
      args: [],
      second: "a second TaskRun",
    })?.split(", and would")[0];

  test.each<[string, readonly string[], string | undefined]>([
    [
      "FAILED",
      ["COMPLETED", "FAILED", "COMPLETED"],
      "the run of task 1 is FAILED with 2 of 3 children COMPLETED and has cost 9 USD",
    ],
    ["ABORTED", ["COMPLETED"], "the run of task 1 is ABORTED with 1 of 1 child COMPLETED and has cost 9 USD"],
    ["COMPLETED", ["COMPLETED"], "the run of task 1 is COMPLETED and has cost 9 USD"],
    ["FAILED", ["FAILED", "ABORTED"], undefined],
    ["FAILED", [], undefined],
    ["RUNNING", [], undefined],
  ])("of a %s batch with children %p is %p", (status, children, sentence) =>
    expect(batch(status, children)).toBe(sentence),
  );

  test("without a cost and without an arg that could be ignored", () =>
    expect(
      refusal({
        what: "task 1",
        status: "COMPLETED",
        children: [],
        price: undefined,
        changed: ["endpoint"],
        args: [],
        second: "a second DraftTask",
      }),
    ).toBe(
      "task 1 is COMPLETED, and would be made anew, because endpoint changed, which sevenbridges:replaceFinished refuses: to pay for another one, run pulumi config set sevenbridges:replaceFinished allow; to have both, leave this resource as it was and declare a second DraftTask",
    ));
});
