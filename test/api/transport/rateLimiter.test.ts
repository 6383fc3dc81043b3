import * as fc from "fast-check";
import {
  delayFor,
  type Limit,
  mergeWindow,
  newRateLimiter,
} from "../../../provider/api/transport/rateLimiter";

const limit = (remaining: number, reset = 300_000): Limit => ({ limit: 1_000, remaining, reset });

describe("the pause before a call", () => {
  test.each<[string, number, Limit | undefined, number, number, number?, number?]>([
    ["a server that says nothing of a limit is not slowed down", 0, undefined, 5, 0],
    ["with much left there is none", 0, limit(900), 8, 0],
    ["with a little more than a tenth left there is none", 0, limit(101), 0, 0],
    ["with a tenth left, what is left is spread over the rest of the window", 2_970, limit(100), 0, 0],
    ["calls under way count as made", 3_000, limit(107), 8, 0],
    ["with one left it takes half of the rest", 150_000, limit(1), 0, 0],
    ["with none left it is the rest", 300_000, limit(0), 0, 0],
    ["with none left but those under way, too", 300_000, limit(3), 3, 0],
    ["a window that has ended holds nobody up", 0, limit(0), 3, 300_000],
    ["a call that comes late enough after the last one does not wait again", 0, limit(99), 0, 3_000, 0],
    ["one that comes too soon waits for the rest", 1_990, limit(99), 0, 1_000, 0],
    ["the first one goes at once", 0, limit(99), 0, 1_000, Number.NEGATIVE_INFINITY],
    ["what is held is held, whatever is left", 7_000, limit(900), 0, 1_000, 0, 8_000],
    ["and where nothing is known of a limit", 7_000, undefined, 0, 1_000, 0, 8_000],
    ["but no longer", 0, undefined, 0, 8_000, 0, 8_000],
  ])("%s", (_, pause, known, underWay, now, last = now, held = 0) => {
    expect(Math.round(delayFor({ known, underWay, last, held }, now))).toBe(pause);
  });

  const spending = fc.record({
    limit: fc.integer({ min: 1, max: 5_000 }),
    remaining: fc.integer({ min: 0, max: 5_000 }),
    reset: fc.integer({ min: 0, max: 600_000 }),
    underWay: fc.nat(50),
    now: fc.nat(600_000),
    last: fc.nat(600_000),
    held: fc.nat(600_000),
  });

  test("is never negative, and never goes beyond the end of the window and of what is held", () => {
    fc.assert(
      fc.property(spending, ({ underWay, now, last, held, ...known }) => {
        const pause = delayFor({ known, underWay, last, held }, now);
        expect(pause).toBeGreaterThanOrEqual(0);
        expect(pause).toBeLessThanOrEqual(Math.max(0, known.reset - now, held - now));
      }),
    );
  });

  test("is never shorter with less left", () => {
    fc.assert(
      fc.property(spending, fc.nat(100), ({ underWay, now, last, held, ...known }, fewer) => {
        const less = { ...known, remaining: Math.max(0, known.remaining - fewer) };
        const rest = { underWay, last, held };
        expect(delayFor({ known: less, ...rest }, now)).toBeGreaterThanOrEqual(
          delayFor({ known, ...rest }, now),
        );
      }),
    );
  });

  test("is over when it has been waited for: nobody waits twice for the same", () => {
    fc.assert(
      fc.property(spending, ({ underWay, now, last, held, ...known }) => {
        const state = { known, underWay, last: Math.min(last, now), held };
        const pause = delayFor(state, now);
        // Times of a clock are whole; the rest of a fraction is not waited for.
        expect(delayFor(state, now + Math.ceil(pause))).toBe(0);
      }),
    );
  });
});

test.each<[string, Limit, Limit | undefined, Limit]>([
  ["the first answer", limit(9), undefined, limit(9)],
  ["a lower number", limit(8), limit(9), limit(8)],
  ["a higher number of the same window was overtaken", limit(8), limit(8), limit(9)],
  ["and so it is where the clock was read a second later", limit(8), limit(8), limit(9, 301_000)],
  ["another window", limit(9, 600_000), limit(8), limit(9, 600_000)],
])("what is known after an answer: %s", (_, now, known, said) => {
  expect(mergeWindow(known, said)).toStrictEqual(now);
});

/** A budget on a separate clock: waiting is what moves it. */
const onAClock = () => {
  let time = 0;
  const waits: number[] = [];
  const lines: string[] = [];
  const budget = newRateLimiter({
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
    for (let call = 0; call < 8; call++) (await budget.acquire(say))();
    budget.update(limit(0));
    await Promise.all([1, 2, 3].map(() => budget.acquire(say)));
    expect(waits).toStrictEqual([300_000]);
    expect(at()).toBe(300_000);
    expect(lines).toStrictEqual([
      "the rate limit of 1000 calls is used up: all calls wait 300 s, until 00:05:00 UTC",
    ]);
  });

  test("spreads the last tenth, and says so once", async () => {
    const { budget, waits, lines, say } = onAClock();
    budget.update(limit(20));
    for (let call = 0; call < 4; call++) {
      (await budget.acquire(say))();
      budget.update(limit(19 - call));
    }
    expect(waits).toStrictEqual([15_000, 15_000, 15_000]);
    expect(lines).toStrictEqual([
      "the rate limit of 1000 calls is almost used up: the calls that are left are spread until 00:05:00 UTC, one every 15 s",
    ]);
  });

  test("goes on as soon as an answer says that there is more, in the order of those who came", async () => {
    const sleeps: number[] = [];
    const budget = newRateLimiter({
      now: () => 0,
      wait: (span, signal) => {
        sleeps.push(span);
        return new Promise((done) => signal?.addEventListener("abort", () => done()));
      },
    });
    const said: string[] = [];
    const gone: string[] = [];
    budget.update(limit(0));
    const turns = ["a", "b", "c"].map((name) =>
      budget.acquire((line) => said.push(`${name}: ${line}`)).then(() => gone.push(name)),
    );
    budget.update(limit(999, 600_000));
    await Promise.all(turns);
    expect(gone).toStrictEqual(["a", "b", "c"]);
    expect(sleeps).toStrictEqual([300_000]);
    expect(said).toStrictEqual([
      "a: the rate limit of 1000 calls is used up: all calls wait 300 s, until 00:05:00 UTC",
    ]);
  });

  test("who does not wait any more leaves the queue, takes nothing, and leaves no wait behind", async () => {
    const ended: boolean[] = [];
    const budget = newRateLimiter({
      now: () => 0,
      wait: (_, signal) =>
        new Promise((done) =>
          signal?.addEventListener("abort", () => {
            ended.push(true);
            done();
          }),
        ),
    });
    const leaving = new AbortController();
    budget.update(limit(0));
    const turn = budget.acquire(() => undefined, leaving.signal);
    leaving.abort();
    (await turn)();
    (await budget.acquire(() => undefined, leaving.signal))();
    expect(ended).toStrictEqual([true]);
    budget.update(limit(1, 600_000));
    // Had the turn been counted, none would be left.
    await budget.acquire(() => undefined);
  });

  test("holds everybody where one was refused, and says so once", async () => {
    const { budget, waits, lines, say, at } = onAClock();
    budget.pauseUntil(42_000, say);
    budget.pauseUntil(10_000, say);
    await Promise.all([1, 2, 3].map(() => budget.acquire(say)));
    expect([at(), waits]).toStrictEqual([42_000, [42_000]]);
    expect(lines).toStrictEqual(["the rate limit is used up: all calls wait 42 s, until 00:00:42 UTC"]);
  });

  test("a wait in a long queue is said, though each of its steps is short", async () => {
    const { budget, lines, say } = onAClock();
    budget.update(limit(100));
    const answered = await budget.acquire(say);
    const turns = [1, 2, 3].map(() => budget.acquire(say));
    answered();
    await Promise.all(turns);
    expect(lines).toStrictEqual([
      "the rate limit of 1000 calls is almost used up: the calls that are left are spread until 00:05:00 UTC, one every 3 s",
    ]);
  });

  test("never uses up what is left before the window ends", async () => {
    const { budget, say, at } = onAClock();
    budget.update(limit(30));
    for (let left = 30; at() < 300_000; left--) {
      expect(left).toBeGreaterThanOrEqual(0);
      (await budget.acquire(say))();
      if (at() < 300_000) budget.update(limit(left - 1));
    }
  });

  test("believes the lowest of one window, for answers overtake each other, and every new window", async () => {
    const { budget, waits, say } = onAClock();
    budget.update(limit(0, 1_000));
    budget.update(limit(900, 1_000));
    await budget.acquire(say);
    expect(waits).toStrictEqual([1_000]);
    budget.update(limit(0, 400_000));
    budget.update(limit(990, 800_000));
    await budget.acquire(say);
    expect(waits).toStrictEqual([1_000]);
  });

  test("tells a thing once until its time is over", () => {
    const { budget, lines, say } = onAClock();
    budget.logOnce("maintenance", 10, "first", say);
    budget.logOnce("maintenance", 10, "second", say);
    budget.logOnce("other", 10, "third", say);
    expect(lines).toStrictEqual(["first", "third"]);
  });
});
