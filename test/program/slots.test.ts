import { slotLines, slotsIn } from "../../provider/program/slots";

test("the engine's own word for its places goes before the environment's, and both before its default", () => {
  expect(slotsIn({ PULUMI_NODEJS_PARALLEL: "3", PULUMI_PARALLEL: "200" })).toBe(3);
  expect(slotsIn({ PULUMI_PARALLEL: "200" })).toBe(200);
  expect(slotsIn({}) % 4).toBe(0);
  for (const odd of ["0", "-1", "many", ""]) expect(slotsIn({ PULUMI_PARALLEL: odd })).toBe(slotsIn({}));
});

test("runs that all have a place need no word", () => {
  expect(slotLines(8, 8)).toStrictEqual([]);
  expect(slotLines(40, 8)).toStrictEqual([
    "40 runs will wait, and 8 run in parallel here: each of the others starts when one has ended. Raise the limit with PULUMI_PARALLEL=40 pulumi up",
  ]);
});
