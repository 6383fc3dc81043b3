import { resultOf } from "./row";
import { taskRows } from "./standIns";

describe.each(taskRows)("$standIn.name", (row) => {
  test("the real engine creates each task once, and loses none", async () => {
    const [outcome, demanded] = await resultOf(row);
    expect(outcome).toStrictEqual(demanded);
  }, 600_000);
});
