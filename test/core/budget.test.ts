import * as fc from "fast-check";
import { type Limit, newBudget, pauseFor } from "../../provider/api/budget";

const limit = (remaining: number, reset = 300_000): Limit => ({ limit: 1_000, remaining, reset });

describe("the pause before a call", () => {
  test.each<[string, number, Limit | undefined, number, number]>([
    ["a server that says nothing of a limit is not slowed down", 0, undefined, 5, 0],
    ["with much left there is none", 0, limit(900), 8, 0],
    ["with a tenth left, what is left is spread over the rest of the window", 2_970, limit(100), 0, 0],
    ["calls under way count as made", 3_000, limit(107), 8, 0],
    ["with one left it takes half of the rest", 150_000, limit(1), 0, 0],
    ["with none left it is the rest", 300_000, limit(0), 0, 0],
    ["with none left but those under way, too", 300_000, limit(3), 3, 0],
    ["a window that has ended holds nobody up", 0, limit(0), 3, 300_000],
  ])("%s", (_, pause, known, underWay, now) => {
    expect(Math.round(pauseFor({ known, underWay }, now))).toBe(pause);
  });

  const spending = fc.record({
    limit: fc.integer({ min: 1, max: 5_000 }),
    remaining: fc.integer({ min: 0, max: 5_000 }),
    reset: fc.integer({ min: 0, max: 600_000 }),
    underWay: fc.nat(50),
    now: fc.nat(600_000),
  });

  test("is never negative, and never leads beyond the end of the window", () => {
    fc.assert(
      fc.property(spending, ({ underWay, now, ...known }) => {
        const pause = pauseFor({ known, underWay }, now);
        expect(pause).toBeGreaterThanOrEqual(0);
        expect(pause).toBeLessThanOrEqual(Math.max(0, known.reset - now));
      }),
    );
  });

  test("is never shorter with less left", () => {
    fc.assert(
      fc.property(spending, fc.nat(100), ({ underWay, now, ...known }, fewer) => {
        const less = { ...known, remaining: Math.max(0, known.remaining - fewer) };
        expect(pauseFor({ known: less, underWay }, now)).toBeGreaterThanOrEqual(
          pauseFor({ known, underWay }, now),
        );
      }),
    );
  });
});

/** A budget on a clock of its own: waiting is what moves it. */
const onAClock = () => {
  let time = 0;
  const waits: number[] = [];
  const lines: string[] = [];
  const budget = newBudget({
    now: () => time,
    wait: async (span) => {
      waits.push(Math.round(span));
      time += span;
    },
  });
  return { budget, waits, lines, say: (line: string) => void lines.push(line), at: () => time };
};

describe("a budget", () => {
  test("lets all pass while much is left, and holds all of them until the window ends when nothing is", async () => {
    const { budget, waits, lines, say, at } = onAClock();
    for (let call = 0; call < 8; call++) (await budget.take(say))();
    budget.note(limit(0));
    await Promise.all([1, 2, 3].map(() => budget.take(say)));
    expect(waits).toStrictEqual([300_000]);
    expect(at()).toBe(300_000);
    expect(lines).toStrictEqual([
      "the rate limit of 1000 calls is used up: all calls wait 300 s, until 00:05:00 UTC",
    ]);
  });

  test("spreads the last tenth, and says so once", async () => {
    const { budget, waits, lines, say } = onAClock();
    budget.note(limit(20));
    for (let call = 0; call < 3; call++) {
      (await budget.take(say))();
      budget.note(limit(19 - call));
    }
    expect(waits).toStrictEqual([14_286, 14_286, 14_286]);
    expect(lines).toStrictEqual([
      "the rate limit of 1000 calls is almost used up: what is left is spread until 00:05:00 UTC, a call each 14 s",
    ]);
  });

  test("never uses up what is left before the window ends", async () => {
    const { budget, say, at } = onAClock();
    budget.note(limit(30));
    for (let left = 30; at() < 300_000; left--) {
      expect(left).toBeGreaterThanOrEqual(0);
      (await budget.take(say))();
      if (at() < 300_000) budget.note(limit(left - 1));
    }
  });

  test("believes the lowest of one window, for answers overtake each other, and every new window", async () => {
    const { budget, waits, say } = onAClock();
    budget.note(limit(0, 1_000));
    budget.note(limit(900, 1_000));
    await budget.take(say);
    expect(waits).toStrictEqual([1_000]);
    budget.note(limit(0, 400_000));
    budget.note(limit(990, 800_000));
    await budget.take(say);
    expect(waits).toStrictEqual([1_000]);
  });

  test("tells a thing once until its time is over", () => {
    const { budget, lines, say } = onAClock();
    budget.tell("maintenance", 10, "first", say);
    budget.tell("maintenance", 10, "second", say);
    budget.tell("other", 10, "third", say);
    expect(lines).toStrictEqual(["first", "third"]);
  });
});
