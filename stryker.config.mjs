/** What `tools/mutation.mts` adds to: which files are mutated, and which tests have to notice it. */
/** @type {import("@stryker-mutator/api/core").PartialStrykerOptions} */
export default {
  testRunner: "jest",
  plugins: ["@stryker-mutator/jest-runner"],
  coverageAnalysis: "perTest",
  concurrency: 1,
  // A mutant that waits for ever is given up after this time and half of what the tests take.
  timeoutMS: 15_000,
  reporters: ["progress-append-only"],
  ignorePatterns: ["/dist", "/examples", "/docs", "/cli", "/biome.json"],
  warnings: { slow: false },
  logLevel: "warn",
};
