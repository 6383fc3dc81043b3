import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { wireOf } from "../../cli/doctor/wire";

/* What is free starts nothing, and a new question cannot change that. */

const wire = wireOf(
  { endpoint: "http://127.0.0.1:9/v2", token: "t" },
  { say: () => undefined, signal: new AbortController().signal },
);

test.each([
  "/tasks/7f1c2f6e-0c7e-4c59-9d53-0c7a1e3f1b11/actions/run",
  "/tasks/7f1c2f6e-0c7e-4c59-9d53-0c7a1e3f1b11/actions/RUN",
  "/tasks/7f1c2f6e-0c7e-4c59-9d53-0c7a1e3f1b11/actions/abort",
  "/tasks/7f1c2f6e-0c7e-4c59-9d53-0c7a1e3f1b11/actions/clone?action=run",
  "/tasks?action=run",
  "/tasks?run=true",
])("POST %s is not sent", async (path) => {
  await expect(wire.write("POST", path)).rejects.toThrow(path);
});

test("only the paid part knows how to start a task", () => {
  const root = join(__dirname, "../../cli/doctor");
  const starting = globSync("**/*.ts", { cwd: root }).filter((file) =>
    /runTask|createTask|actions\/run|action=run/.test(readFileSync(join(root, file), "utf8")),
  );
  expect(starting).toStrictEqual([join("spend", "run.ts")]);
});
