import { seedsOfCi } from "./ciSeeds";
import { kinds, peoplePlanOf } from "./peoplePlan";
import { planOf } from "./plan";
import { anyPlanOf } from "./seed";

describe("the plans of seeds", () => {
  test("are the same in every run", () => {
    for (const seed of seedsOfCi) expect(anyPlanOf(seed)).toStrictEqual(anyPlanOf(seed));
  });

  test("have only kills and faults under every second seed", () => {
    expect(anyPlanOf(7)).toStrictEqual(planOf(7));
    expect(anyPlanOf(8)).toStrictEqual(peoplePlanOf(8));
    expect(seedsOfCi.filter((seed) => seed % 2 === 1).length).toBeGreaterThan(seedsOfCi.length / 2);
  });

  test("contain together, over the seeds of CI, all that people do", () => {
    const plans = seedsOfCi.filter((seed) => seed % 2 === 0).map(peoplePlanOf);
    expect(kinds.filter((kind) => !plans.some((plan) => plan.kinds.has(kind)))).toStrictEqual([]);
  });

  test("leave no stack behind, and bring up each program that they have", () => {
    for (let seed = 2; seed <= 200; seed += 2) {
      const { steps } = peoplePlanOf(seed);
      const made = steps.flatMap((step) =>
        step.step === "renameStack" || step.step === "move" ? [step.to] : [],
      );
      const destroyed = steps.flatMap((step) => (step.step === "destroy" ? [step.stack] : []));
      expect(destroyed.toSorted()).toStrictEqual(["dev", ...made].toSorted());
    }
  });

  test("give the resources of a program different names and different work", () => {
    for (let seed = 2; seed <= 200; seed += 2)
      for (const step of peoplePlanOf(seed).steps) {
        if (step.step !== "up") continue;
        expect(new Set(step.items.map(({ name }) => name)).size).toBe(step.items.length);
        expect(new Set(step.items.map(({ key }) => key)).size).toBe(step.items.length);
      }
  });
});
