import { sealAll, sealer } from "../../../provider/model/values/secrets";

const sealed = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

test("what repeats a secret is encrypted, and only that: numbers of what a task has made, texts everywhere", () => {
  const outs = {
    status: "COMPLETED",
    name: "hush-1",
    count: 4711,
    url: "https://there/u/hush-1/tasks",
    startTime: "2026-11-29T14:29:05Z",
    outputs: {
      report: [{ class: "File", path: "p", name: "of hush-1.txt" }],
      rate: 4711,
      other: 47112,
      none: null,
    },
    childOutputs: { report: ["hush-1", "b"] },
  };
  expect(sealer(["hush-1"], ["29", "4711"], ["name"])(outs)).toStrictEqual({
    status: "COMPLETED",
    name: "hush-1",
    count: 4711,
    url: sealed("https://there/u/hush-1/tasks"),
    startTime: "2026-11-29T14:29:05Z",
    outputs: {
      report: [{ class: "File", path: "p", name: sealed("of hush-1.txt") }],
      rate: sealed(4711),
      other: 47112,
      none: null,
    },
    childOutputs: { report: [sealed("hush-1"), "b"] },
  });
});

test("without a secret nothing is encrypted", () => {
  const outs = { outputs: { rate: "hush-1" } };
  expect(sealer([])(outs)).toBe(outs);
  expect(sealAll(false)(outs)).toBe(outs);
});

test("of a lost record all that was made is encrypted", () => {
  expect(sealAll(true)({ status: "DELETED", outputs: { rate: 1 }, childOutputs: {} })).toStrictEqual({
    status: "DELETED",
    outputs: sealed({ rate: 1 }),
    childOutputs: sealed({}),
  });
});
