import { execFileSync } from "node:child_process";
import type { Platform } from "../support/platform";
import { base, inputs, project, reads } from "../support/seed";
import { eachOnAFreshStack, type Run, type Stack } from "../support/stack";

/*
 * Texts that a terminal or the engine would obey, at every place where a text of the program or the platform is shown, with
 * colors on: the engine reads its tags only then.
 */

let platform: Platform;
let stack: Stack;
eachOnAFreshStack(
  (itsPlatform, itsStack) => {
    platform = itsPlatform;
    stack = itsStack;
  },
  { taskSeconds: 1 },
);

const nasty =
  "a<{%x%}>b<{%reset%}><{%fg 1%}>\u001b]8;;evil\u0007c\u001b[2J\u202ed\r\nerror: faked <{% no end";
const safe =
  "a<\\{%x%}>b<\\{%reset%}><\\{%fg 1%}>\\u{1b}]8;;evil\\u{7}c\\u{1b}[2J\\u{202e}d\\r\\nerror: faked <\\{% no end";

/** The engine's own colors. */
const esc = "\u001b";
const color = new RegExp(`${esc}\\[[\\d;]*m`, "g");

/** One that the engine itself forgets to turn into a color. */
const forgotten = /<\{%fg 1%\}>(\d+ errored)<\{%reset%\}>/g;

/** What a run printed, without colors: it survived, and obeys nothing. */
const shown = ({ text }: Run): string => {
  const plain = text.replaceAll(color, "").replaceAll(forgotten, "$1");
  expect(plain).not.toContain("<{%");
  expect(plain).not.toMatch(/panic|goroutine/);
  expect(plain).not.toMatch(/(?![\n\t]|\r\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
  expect(plain).not.toMatch(/^\s*(error: )?error: faked/m);
  const locks = execFileSync("find", [stack.state, "-path", "*/locks/*", "-type", "f"], { encoding: "utf8" });
  expect(locks).toBe("");
  return plain;
};

const pulumi = async (...args: readonly string[]): Promise<readonly [code: number, text: string]> => {
  const run = await stack.pulumi([...args, "--color", "always"]);
  return [run.code, shown(run)];
};
const preview = () => pulumi("preview", "--diff");
const up = (...args: readonly string[]) => pulumi("up", "--yes", "--skip-preview", ...args);
const refresh = () => pulumi("refresh", "--yes", "--skip-preview", "--diff");
const destroy = () => pulumi("destroy", "--yes", "--skip-preview", "--diff");

const text = JSON.stringify(nasty);
const fine = `new sb.DraftTask("one", { ${base}, inputs: { ${inputs} } });`;

test("args and names with color tags are refused; a fixed program goes on", async () => {
  for (const program of [
    `new sb.DraftTask("one", { ${base}, name: ${text}, inputs: { ${inputs} } });`,
    `new sb.DraftTask("one", { ${base}, inputs: { ${inputs}, note: ${text} } });`,
    `new sb.DraftTask(${text}, { ${base}, inputs: { ${inputs} } });`,
  ]) {
    stack.program(program);
    for (const [code, said] of [await preview(), await up("--diff")]) {
      expect([code === 0, said]).toStrictEqual([false, said]);
      expect(said).toContain("a color tag of Pulumi's");
    }
  }
  expect(await platform.writes()).toStrictEqual([]);
  stack.program(fine);
  expect((await up())[0]).toBe(0);
});

test("what the platform says of a refused call, of a draft and of a run is shown as text", async () => {
  stack.program(fine);
  await platform.fault({
    match: { method: "POST", path: "/tasks" },
    kind: "status",
    status: 400,
    message: nasty,
  });
  const [refused, error] = await up();
  expect([refused === 0, error]).toStrictEqual([false, expect.stringContaining(safe)]);

  await platform.fault({
    match: { method: "POST", path: "/tasks" },
    kind: "alter",
    set: { errors: [{ message: nasty }], warnings: [nasty] },
  });
  const [partial, reasons] = await up("--diff");
  expect([partial === 0, reasons]).toStrictEqual([false, expect.stringContaining(safe)]);

  stack.program(
    `const one = ${fine}`,
    'const ran = new sb.TaskRun("ran", { task: one });',
    'exports.failures = ran.failures; exports.result = ran.result("bam");',
  );
  const { id } = await stack.resource("one");
  await platform.control("POST", `/tasks/${id}`, { outcome: "FAILED" });
  await platform.fault({
    match: { path: `/tasks/${id}/execution_details` },
    times: "always",
    kind: "alter",
    set: { message: nasty },
  });
  const [failed, failure] = await up("--continue-on-error");
  expect([failed === 0, failure]).toStrictEqual([false, expect.stringContaining(safe)]);
  for (const [code, said] of [await refresh(), await preview()])
    expect([code, said]).toStrictEqual([0, said]);
  expect((await destroy())[0]).toBe(0);
});

test("what somebody has written on the platform comes through refresh, diffs, outputs and destroy", async () => {
  const file = String(reads[0]);
  stack.program(
    `const files = sb.getFilesOutput({ project: "${project}", match: "*" });`,
    `const one = new sb.DraftTask("one", { ${base}, inputs: { reads: files } });`,
    "exports.name = one.name; exports.inputs = one.inputs; exports.files = files;",
  );
  await platform.api("PATCH", `/files/${file}`, { name: "<{%x%}>.fastq" });
  expect((await up("--diff"))[0]).toBe(0);
  const { id } = await stack.resource("one");
  // Values keep all but the tags, and Pulumi shows them as they are in the diff of a text of several lines.
  const written = ["\u001b", "\u0007", "\u202e"].reduce((left, one) => left.replaceAll(one, ""), nasty);
  await platform.api("PATCH", `/tasks/${id}`, {
    name: written,
    description: written,
    inputs: { note: written },
  });
  for (const [code, said] of [await refresh(), await preview(), await up("--diff"), await destroy()])
    expect([code, said]).toStrictEqual([0, said]);
});

test("a lookup that quotes a name, and a resource's name with controls, are shown as text", async () => {
  stack.program(`sb.getFileOutput({ project: "${project}", path: ${text} });`);
  for (const [code, said] of [await preview(), await up()])
    expect([code === 0, said]).toStrictEqual([false, expect.stringContaining(safe)]);

  const name = JSON.stringify("a\u001b[2J\r\n\u2028\u202eb");
  stack.program(
    `const one = new sb.DraftTask(${name}, { ${base}, inputs: { ${inputs} } });`,
    `new sb.TaskRun(${name}, { task: one, wait: false });`,
  );
  for (const [code, said] of [await preview(), await up(), await refresh(), await destroy()])
    expect([code, said]).toStrictEqual([0, said]);
});
