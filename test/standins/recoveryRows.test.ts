import { resultOf } from "./row";
import { recoveryRows } from "./standIns";

describe.each(recoveryRows)("$standIn.name", (row) => {
  test("the real engine creates each task once, and loses none", async () => {
    const [outcome, demanded] = await resultOf(row);
    expect(outcome).toStrictEqual(demanded);
  });
});
