import type { Call } from "./call";

/** What is asked without a project. */
export const accountCalls: readonly Call[] = [
  { name: "user", ask: ({ wire }) => wire.get("/user") },
  { name: "paths", ask: ({ wire }) => wire.get("/") },
  { name: "limit", ask: ({ wire }) => wire.get("/rate_limit") },
  { name: "noTask", ask: ({ wire, trial }) => wire.get(`/tasks/${trial.unknownId}`) },
];
