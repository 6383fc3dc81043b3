import type { Platform } from "../../support/platform";
import type { Run, Stack } from "../../support/stack";

/** What the tables of this folder are made of: a wrong piece of a program, and the whole text that its user gets for it. */
export type Wrong = Readonly<Record<string, readonly [program: string, ...lines: readonly string[]]>>;

/** What was said, by the resource's name, and `Stack` for what is said of the program as a whole. */
export type Said = Readonly<Record<string, readonly string[]>>;

/** The id of a task that no platform has. */
export const uuid = "7f1c2f6e-0c7e-4c59-9d53-0c7a1e3f1b11";

/** Replaces a token in settings that are wrong. */
export const wrongToken = "t0k3n";

/** The last word of a program whose mistakes were named. */
export const atItsEnd = "Preview failed. Fix the errors above and run `pulumi preview` again.";

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** What is said of checks that an update could not make: it goes on without them. */
export const notChecked = (why: string): unknown =>
  expect.stringMatching(
    new RegExp(
      `^sb: not checked: projects and the right to write in them, inputs against the ports of their apps and the files of batches\\. GET /(apps|projects)/\\S+ at ${escaped(why)}$`,
    ),
  );

/** Ids, addresses and times differ from run to run. */
const withoutWhatVaries = (text: string, { folder, platform }: Stack): string =>
  text
    .replaceAll(platform.url, "<endpoint>")
    .replaceAll(folder, "<home>")
    .replaceAll(/\d+ times in \d+(:\d+)+/g, "<n> times in <time>")
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => (id === uuid ? id : "<id>"));

/** What the engine and its host put around every text of ours. */
const frame = /^(error: )?(Preview failed: )?(pulumi-nodejs:\S+ resource '.*' has a problem: )?/;
const frames = [
  "",
  "1 error occurred:",
  "preview failed",
  "update failed",
  "destroy failed",
  "sevenbridges: failed; see the error of the resource above",
];

/** What Pulumi's SDK adds, with a stack, for each resource that failed in an update that goes on. */
const ofTheSdk = / +error: Error: .*failed to register\n(\s+at .*\n)*/g;

/** The diagnostics of a run, whole and as their user reads them; only the engine's frame is taken away. */
export const said = (stack: Stack, { text }: Run): Said => {
  const [, after = ""] = withoutWhatVaries(text, stack).split("\nDiagnostics:\n");
  const [block = ""] = after.replaceAll(ofTheSdk, "").split(/\n(?=\S)/);
  expect(block).not.toMatch(/\n\s+at /);
  const lines: Record<string, string[]> = {};
  let under = "";
  for (const line of block.split("\n")) {
    const [, type, name] = /^ {2}\S+:(\w+) \((.*)\):$/.exec(line) ?? [];
    if (name !== undefined) under = type === "Stack" ? "Stack" : name;
    const words = line.trim().replace(frame, "");
    if (name === undefined && !frames.includes(words)) lines[under] = [...(lines[under] ?? []), words];
  }
  return lines;
};

/** The texts of a table, as `said` has them. */
export const linesOf = (wrong: Wrong): Said =>
  Object.fromEntries(Object.entries(wrong).map(([name, [, ...lines]]) => [name, lines]));

/** A program (the one that is there, if none is given) that has to fail: what it said. No stack trace, no token. */
export const failing = async (
  stack: Stack,
  run: (stack: Stack) => Promise<Run>,
  ...program: readonly string[]
): Promise<Said> => {
  if (program.length > 0) stack.program(...program);
  const result = await run(stack);
  expect(result.code).not.toBe(0);
  for (const token of [stack.platform.token, wrongToken]) expect(result.text).not.toContain(token);
  return said(stack, result);
};

export const preview = (stack: Stack): Promise<Run> => stack.tryPreview();
export const up = (stack: Stack): Promise<Run> => stack.tryUp("--continue-on-error");

/** Nothing that is wrong gets as far as a write. */
export const expectNoWrites = async (platform: Platform): Promise<void> =>
  expect(await platform.writes()).toStrictEqual([]);
