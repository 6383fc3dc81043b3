import type { Platform } from "../../support/platform";
import { cwl, project } from "../../support/seed";
import { eachOnAFreshStack, type Stack } from "../../support/stack";

let platform: Platform;
let stack: Stack;
eachOnAFreshStack((itsPlatform, itsStack) => {
  platform = itsPlatform;
  stack = itsStack;
});

const apps = ["a", "b", "c", "d", "e"].map((name) => `${project}/${name}`);
const ids = Array.from({ length: 400 }, (_, n) => `5678${String(n).padStart(20, "0")}`);

beforeEach(() =>
  platform.control("POST", "/seed", {
    apps: apps.map((id) => ({ id, cwl })),
    files: ids.map((id, n) => ({ project, id, name: `f${n}`, metadata: { sample_id: `s${n % 7}` } })),
  }),
);

/** So many tasks over five apps, every fifth a batch, over files of which the program knows the ids only. */
const program = (tasks: number): void =>
  stack.program(
    `const [apps, ids] = ${JSON.stringify([apps, ids])};`,
    `for (let n = 0; n < ${tasks}; n += 1) {`,
    `  const args = { project: "${project}", app: apps[n % 5], inputs: { reads: sb.files(ids.slice(n % 390, (n % 390) + 10)) } };`,
    "  const batch = n % 25 < 5 ? { batchInput: 'reads', batchBy: sb.byMetadata('sample_id') } : {};",
    '  new sb.DraftTask("t" + n, { ...args, ...batch });',
    "}",
  );

test("a preview of a thousand new tasks over five apps, two hundred of them batches over bare ids, makes eleven calls", async () => {
  program(1000);
  expect(await stack.must("preview")).toContain("1001 to create");
  const log = await platform.requests();
  expect(log.map(({ method, path }) => `${method} ${path.replace("/v2", "")}`).sort()).toStrictEqual([
    ...apps.map((id) => `GET /apps/${id}`),
    `GET /projects/${project}`,
    "GET /tasks",
    ...Array.from({ length: 4 }, () => "POST /bulk/files/get"),
  ]);
});

test("an unchanged preview, and an unchanged update, make no call", async () => {
  program(50);
  await stack.up();
  await platform.log();
  expect(await stack.must("preview")).toContain("51 unchanged");
  expect(await stack.up()).toContain("51 unchanged");
  expect(await platform.log()).toStrictEqual([]);
});
