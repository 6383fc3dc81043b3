import { Arena } from "./arena";
import { none } from "./check";
import { seedsOfCi } from "./ciSeeds";
import { anyPlanOf, runSeed } from "./seed";

let arena: Arena | undefined;
afterEach(async () => {
  await arena?.close();
  arena = undefined;
});

describe("the real engine, kill -9 at a moment of the seed's, what people do meanwhile, then up until it succeeds", () => {
  // `npm run proof -- --seeds 200` runs as many as one likes.
  test.each(seedsOfCi)(
    "under seed %i every task is made once and run once, the state is the platform's, and destroy leaves no draft",
    async (seed) => {
      const plan = anyPlanOf(seed);
      arena = await Arena.make(plan);
      expect((await runSeed(seed, arena, undefined, plan)).violations).toStrictEqual(none);
    },
    600_000,
  );
});
