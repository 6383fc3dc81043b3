import { liveThrough, whole } from "./lifecycle";
import { standIns } from "./standIns";

describe.each(standIns)("$standIn.name", ({ standIn, demanded }) => {
  test("the real engine creates each task once, and loses none", async () => {
    expect(await liveThrough(standIn)).toStrictEqual({ ...whole, ...demanded });
  }, 300_000);
});
