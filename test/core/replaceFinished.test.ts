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
        price: { amount: 4.1, currency: "USD" },
        changed: ["inputs.reads", "inputs.threads"],
        args: ["inputs"],
        second: "a second DraftTask",
      }),
    ).toBe(
      'task 1 is COMPLETED and has cost 4.1 USD, and would be made anew, because inputs.reads and inputs.threads changed, which sevenbridges:replaceFinished refuses: to pay for another one, run pulumi config set sevenbridges:replaceFinished allow; to keep it as it is, give the resource the option ignoreChanges: ["inputs"]; to have both, leave this resource as it was and declare a second DraftTask',
    ));

  test("without a cost and without an arg that could be ignored", () =>
    expect(
      refusal({
        what: "task 1",
        price: undefined,
        changed: ["endpoint"],
        args: [],
        second: "a second DraftTask",
      }),
    ).toBe(
      "task 1 is COMPLETED, and would be made anew, because endpoint changed, which sevenbridges:replaceFinished refuses: to pay for another one, run pulumi config set sevenbridges:replaceFinished allow; to have both, leave this resource as it was and declare a second DraftTask",
    ));
});
