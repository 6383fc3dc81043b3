import { resultOf } from "./row";
import { formRows } from "./standIns";

describe.each(formRows)("$standIn.name", (row) => {
  test("the real engine creates each task once, and loses none", async () => {
    const [outcome, demanded] = await resultOf(row);
    expect(outcome).toStrictEqual(demanded);
  }, 600_000);
});
