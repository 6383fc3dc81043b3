import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import type { Stack } from "./stack";

/** A program of the Automation API, as the text of a function's body; `sb` and `pulumi` are there. */
export interface Inline {
  readonly program: string;
  readonly config: Readonly<Record<string, { readonly value: string; readonly secret?: true }>>;
}

/** What a preview came to. */
export interface Previewed {
  readonly isFine: boolean;
  /** What was said of the program, and of its resources. */
  readonly errors: readonly string[];
}

const script = (programs: Readonly<Record<string, Inline>>): readonly string[] => [
  'const sb = require("pulumi-sevenbridges");',
  'const pulumi = require("@pulumi/pulumi");',
  'const { LocalWorkspace } = require("@pulumi/pulumi/automation");',
  "const programs = {",
  ...Object.entries(programs).map(([name, { program }]) => `${name}: async () => { ${program} },`),
  "};",
  `const configs = ${JSON.stringify(Object.fromEntries(Object.entries(programs).map(([name, { config }]) => [name, config])))};`,
  "const previewed = async (stack) => {",
  "  const errors = [];",
  '  const onEvent = ({ diagnosticEvent: it }) => { if (it?.severity === "error") errors.push(it.message.replace(/<\\{%.*?%\\}>/g, "").trim()); };',
  "  try { await stack.preview({ onEvent }); return { isFine: true, errors }; }",
  "  catch (error) { return { isFine: false, errors: errors.length > 0 ? errors : [String(error)] }; }",
  "};",
  "(async () => {",
  "  const stacks = [];",
  "  for (const [stackName, program] of Object.entries(programs)) {",
  '    const stack = await LocalWorkspace.createOrSelectStack({ stackName, projectName: "lab", program }, { workDir: process.cwd() });',
  "    await stack.setAllConfig(configs[stackName]);",
  "    stacks.push([stackName, stack]);",
  "  }",
  "  const results = await Promise.all(stacks.map(async ([name, stack]) => [name, await previewed(stack)]));",
  "  console.log(JSON.stringify(Object.fromEntries(results)));",
  "})();",
];

/** Previews all programs at the same time, in one process, each for a stack of its name. */
export const previewTogether = async (
  stack: Stack,
  programs: Readonly<Record<string, Inline>>,
): Promise<Readonly<Record<string, Previewed>>> => {
  writeFileSync(stack.file("index.js"), script(programs).join("\n"));
  const child = spawn("node", ["index.js"], {
    cwd: stack.folder,
    env: stack.env(),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const texts: string[] = [];
  child.stdout.on("data", (data) => texts.push(String(data)));
  await once(child, "close");
  return JSON.parse(texts.join(""));
};
