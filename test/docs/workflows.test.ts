import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as t from "io-ts";
import { parse } from "yaml";
import { repository } from "../support/stack";

/* The workflows of this repository. Their syntax is checked by actionlint, in ci.yml itself. */

const textOf = (file: string): string => readFileSync(join(repository, file), "utf8");
const workflows = globSync(".github/workflows/*.yml", { cwd: repository });

test("each action is pinned by its commit, with the version in a comment", () => {
  const used = workflows.flatMap((file) => textOf(file).match(/uses: .*/g) ?? []);
  expect(used.length).toBeGreaterThan(0);
  expect(used.filter((it) => !/^uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(it))).toStrictEqual([]);
});

test("CI runs on each Node.js line that the package supports", () => {
  const Ci = t.type({
    jobs: t.type({ ci: t.type({ strategy: t.type({ matrix: t.type({ node: t.array(t.number) }) }) }) }),
  });
  const ci: unknown = parse(textOf(".github/workflows/ci.yml"));
  expect(Ci.is(ci) && ci.jobs.ci.strategy.matrix.node).toStrictEqual([22, 24, 26]);
});

test("a workflow may read the repository, and nothing else", () => {
  const permissions = workflows.map((file): unknown => Object(parse(textOf(file))).permissions);
  expect(permissions).toStrictEqual(workflows.map(() => ({ contents: "read" })));
});
