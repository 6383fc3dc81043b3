import { resultOf } from "./row";
import { lifecycleRows } from "./standIns";

describe.each(lifecycleRows)("$standIn.name", (row) => {
  test("the real engine creates each task once, and loses none", async () => {
    const [outcome, demanded] = await resultOf(row);
    expect(outcome).toStrictEqual(demanded);
  }, 300_000);
});
