import * as E from "fp-ts/Either";
import { newMemo } from "../../provider/functions/memo";
import { newMoments } from "../../provider/functions/moments";
import type { ApiError } from "../../provider/shared/errors";

const failure: ApiError = {
  _tag: "Unreachable",
  asked: { method: "GET", path: "/files", endpoint: "https://here/v2" },
  reason: "ECONNRESET",
  sent: true,
};

/** Numbers its answers; those above `stays` hold for ever. */
const asking = (stays = Number.POSITIVE_INFINITY) => {
  const moments = newMoments();
  const memo = newMemo<number>(moments.next, (answer) => answer > stays);
  let count = 0;
  const ask = (since: number, isStrict = false) =>
    memo("a", { since, isStrict }, () => {
      count += 1;
      const answer = count;
      return moments.join().then(() => E.right(answer));
    })();
  return { ask, memo, moments };
};

test("equal questions of one moment and later ones have one answer", async () => {
  const { ask } = asking();
  expect(await Promise.all([ask(0), ask(0)])).toStrictEqual([E.right(1), E.right(1)]);
  expect(await ask(0)).toStrictEqual(E.right(1));
});

test("who follows a resource takes nothing that was asked before, and shares with those that follow it as well", async () => {
  const { ask, moments } = asking(0);
  await ask(0);
  const since = moments.next();
  expect(await Promise.all([ask(since, true), ask(since, true)])).toStrictEqual([E.right(2), E.right(2)]);
  expect(await ask(0)).toStrictEqual(E.right(2));
});

test("what stays is taken by all others, whenever it was asked", async () => {
  const { ask, moments } = asking(0);
  await ask(0);
  expect(await ask(moments.next())).toStrictEqual(E.right(1));
});

test("a failure is not kept", async () => {
  const { ask, memo } = asking();
  const age = { since: 0, isStrict: false };
  expect(await memo("a", age, async () => E.left(failure))()).toStrictEqual(E.left(failure));
  expect(await ask(0)).toStrictEqual(E.right(1));
});

test("a moment is over when some turns of the event loop bring nothing new, and in any case some day", async () => {
  const { join, next } = newMoments();
  let isOver = false;
  const over = join().then(() => {
    isOver = true;
  });
  let turns = 0;
  while (!isOver && turns < 1_000) {
    void join();
    turns += 1;
    await new Promise((done) => setImmediate(done));
  }
  await over;
  expect([next() > 0, turns < 1_000]).toStrictEqual([true, true]);
});
