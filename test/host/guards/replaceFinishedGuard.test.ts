import * as E from "fp-ts/Either";
import { costlyAmount, readReplaceFinished, refusalCause } from "../../../provider/config/replaceFinished";
import { refusalMessage } from "../../../provider/host/guards/replaceFinishedGuard";

const from = (text: string | undefined) =>
  readReplaceFinished((key) => (key === "sevenbridges:replaceFinished" ? text : undefined));

describe("sevenbridges:replaceFinished", () => {
  test.each([
    [undefined, "refuseCostly"],
    ["", "refuseCostly"],
    ["allow", "allow"],
    ["refuse", "refuse"],
    [" Refuse ", "refuse"],
  ])("%p is %s", (text, expected) => expect(from(text)).toStrictEqual(E.right(expected)));

  test.each(["no", "refuseCostly"])("%p is refused", (text) =>
    expect(from(text)).toStrictEqual(
      E.left({
        _tag: "SettingsProblem",
        reason:
          "sevenbridges:replaceFinished must be allow or refuse (not set: work that has cost 100 or more is refused)",
      }),
    ),
  );

  const costly = "its cost reaches 100 and sevenbridges:replaceFinished is not set";
  test.each<[Parameters<typeof refusalCause>[0], number | undefined, string | undefined]>([
    ["allow", undefined, undefined],
    ["allow", 1_000_000, undefined],
    ["refuse", undefined, 'sevenbridges:replaceFinished is "refuse"'],
    ["refuse", 0, 'sevenbridges:replaceFinished is "refuse"'],
    ["refuseCostly", undefined, undefined],
    ["refuseCostly", 99.999999, undefined],
    ["refuseCostly", costlyAmount, costly],
    ["refuseCostly", 4000, costly],
  ])("%p with a price of %p refuses because %p", (setting, amount, cause) => {
    expect(refusalCause(setting, { ...(amount === undefined ? {} : { amount }) })).toBe(cause);
    if (amount === undefined) expect(refusalCause(setting, undefined)).toBe(cause);
  });
});

describe("the refusal", () => {
  const cause = "of a setting";
  test("names the task, its cost, what changed, and the three ways out", () =>
    expect(
      refusalMessage(
        {
          what: "task 1",
          status: "COMPLETED",
          children: [],
          price: { amount: 4.1, currency: "USD" },
          changed: ["inputs.reads", "inputs.threads"],
          args: ["inputs"],
          second: "a second DraftTask",
        },
        'sevenbridges:replaceFinished is "refuse"',
      ),
    ).toBe(
      'Refusing to replace task 1 (COMPLETED, 4.1 USD): inputs.reads and inputs.threads changed, and sevenbridges:replaceFinished is "refuse". Options: to pay for another one, run pulumi config set sevenbridges:replaceFinished allow; to keep it as it is, give the resource the option ignoreChanges: ["inputs"]; to have both, leave this resource as it was and declare a second DraftTask',
    ));

  const batch = (status: string, children: readonly string[]): string | undefined =>
    refusalMessage(
      {
        what: "the run of task 1",
        status,
        children,
        price: { amount: 9, currency: "USD" },
        changed: ["task"],
        args: [],
        second: "a second TaskRun",
      },
      cause,
    )?.split(": ")[0];

  test.each<[string, readonly string[], string | undefined]>([
    [
      "FAILED",
      ["COMPLETED", "FAILED", "COMPLETED"],
      "Refusing to replace the run of task 1 (FAILED with 2 of 3 children COMPLETED, 9 USD)",
    ],
    [
      "ABORTED",
      ["COMPLETED"],
      "Refusing to replace the run of task 1 (ABORTED with 1 of 1 child COMPLETED, 9 USD)",
    ],
    ["COMPLETED", ["COMPLETED"], "Refusing to replace the run of task 1 (COMPLETED, 9 USD)"],
    ["FAILED", ["FAILED", "ABORTED"], undefined],
    ["FAILED", [], undefined],
    ["RUNNING", [], undefined],
  ])("of a %s batch with children %p is %p", (status, children, sentence) =>
    expect(batch(status, children)).toBe(sentence),
  );

  test("without a cost and without an arg that could be ignored", () =>
    expect(
      refusalMessage(
        {
          what: "task 1",
          status: "COMPLETED",
          children: [],
          price: undefined,
          changed: ["endpoint"],
          args: [],
          second: "a second DraftTask",
        },
        'sevenbridges:replaceFinished is "refuse"',
      ),
    ).toBe(
      'Refusing to replace task 1 (COMPLETED): endpoint changed, and sevenbridges:replaceFinished is "refuse". Options: to pay for another one, run pulumi config set sevenbridges:replaceFinished allow; to have both, leave this resource as it was and declare a second DraftTask',
    ));
});
