import { reviewed } from "../review/reviewed";
import { hushApp, hushProject, hushSeed } from "../support/hushSeed";
import type { Platform } from "../support/platform";
import { base, inputs } from "../support/seed";
import { eachOnAFreshStack, type Run, type Stack } from "../support/stack";

/*
 * A secret in every arg but `inputs` (see secretsNowhere.test.ts), and secrets that only transforms add, through all that can be
 * done to tasks and their runs. Each secret holds the word `hush`: it is in no state, no line and no review in clear.
 */

let platform: Platform;
let stack: Stack;
eachOnAFreshStack(
  (itsPlatform, itsStack) => {
    platform = itsPlatform;
    stack = itsStack;
  },
  { taskSeconds: 0.1, seed: hushSeed },
);

const texts: string[] = [];
beforeEach(() => texts.splice(0));
const pulumi = async (...args: readonly string[]): Promise<Run> => {
  const run = await stack.pulumi([...args, "--color", "never"]);
  texts.push(run.text);
  return run;
};
const must = async (...args: readonly string[]): Promise<void> => {
  const { code, text } = await pulumi(...args);
  expect([args[0], code, code === 0 ? "" : text]).toStrictEqual([args[0], 0, ""]);
};
const yes = ["--yes", "--skip-preview"];

const linesWith = (text: string): readonly string[] => text.split("\n").filter((line) => /hush/i.test(line));

/** Nothing of it in what was printed since, nor in any file of the state. */
const expectNowhere = (): void => {
  expect([...texts, stack.stateText()].flatMap(linesWith)).toStrictEqual([]);
  texts.length = 0;
};

const batch = 'batchInput: "reads", batchBy: sb.byMetadata("sample_id")';
const run = (name: string): string => `const ran_${name} = new sb.TaskRun("${name}", { task: ${name} });`;
const draft = (name: string, args: string, opts = "{}"): string =>
  `const ${name} = new sb.DraftTask("${name}", { ${args} }, ${opts});`;

const everything = (more = ""): readonly string[] => [
  "const s = pulumi.secret;",
  draft("named", `${base}, inputs: { ${inputs}, ${more} }, name: s("hush-name"), ${batch}`),
  run("named"),
  draft("placed", `project: s("${hushProject}"), app: s("${hushApp}"), inputs: { ${inputs}, ${more} }`),
  run("placed"),
  draft(
    "split",
    `${base}, inputs: { ${inputs}, ${more} }, batchInput: "reads", batchBy: s(sb.byMetadata("hush_field"))`,
  ),
  run("split"),
  draft(
    "sized",
    `${base}, inputs: { ${inputs}, ${more} }, description: s("hush-text"), executionSettings: { instanceType: s("hush.large;ebs-gp2;100") }, outputLocation: { mainLocation: s("hush/results") }, triggers: [s("hush-trigger")], connection: s("hush-connection")`,
  ),
  run("sized"),
  "exports.children = ran_named.children; exports.url = placed.url; exports.runUrl = ran_placed.url;",
];

const through = async (program: (more?: string) => readonly string[]): Promise<void> => {
  stack.program(...program());
  await must("preview", "--diff");
  texts.push((await reviewed(stack, [])).markdown);
  await must("up", ...yes);
  expectNowhere();
  await must("refresh", ...yes);
  await must("preview", "--refresh");
  texts.push((await reviewed(stack, [])).markdown);
  expectNowhere();
  stack.program(...program("threads: 3"));
  await must("preview", "--diff");
  texts.push((await reviewed(stack, [])).markdown);
  await must("up", ...yes);
  expectNowhere();
  texts.push(await stack.must("stack", "output"), await stack.export());
  await must("destroy", ...yes);
  expectNowhere();
};

test("a secret in any arg is nowhere in clear, and the platform has it", async () => {
  const connections = { "hush-connection": { endpoint: platform.url, token: platform.token } };
  await stack.must("config", "set", "--secret", "sevenbridges:connections", JSON.stringify(connections));
  await through(everything);
  const { items } = await platform.api("GET", "/tasks?fields=_all");
  const asked = JSON.stringify(items);
  for (const text of ["hush-name", hushApp, "hush_field", "hush-text", "hush.large", "hush/results"])
    expect(asked).toContain(text);
});

/** A transform that makes the name of a task, its description and a port secrets. */
const supplied = (name: string): string =>
  `(it) => it.type.endsWith(":DraftTask") && it.name === "${name}" ? { props: { ...it.props, name: pulumi.secret("hush-${name}"), description: pulumi.secret("hush-text"), inputs: pulumi.output(it.props.inputs).apply((ports) => ({ ...ports, note: pulumi.secret("hush-note") })) }, opts: it.opts } : undefined`;

/** Of the resource itself and of its component, of both kinds. */
const transformed = (more = ""): readonly string[] => {
  const args = `${base}, inputs: { ${inputs}, ${more} }, ${batch}`;
  const component = (name: string, option: string): string =>
    `const ${name} = new pulumi.ComponentResource("lab:Part", "${name}", {}, { ${option} });`;
  return [
    component("newer", `transforms: [${supplied("ofNewer")}]`),
    component("older", `transformations: [${supplied("ofOlder")}]`),
    draft("ofNewer", args, "{ parent: newer }"),
    draft("ofOlder", args, "{ parent: older }"),
    draft("ofTask", args, `{ transforms: [${supplied("ofTask")}] }`),
    draft("ofBefore", args, `{ transformations: [${supplied("ofBefore")}] }`),
    ...["ofNewer", "ofOlder", "ofTask", "ofBefore"].map(run),
  ];
};

test("a secret that only a transform adds is nowhere in clear", async () => {
  // The platform quotes the secrets in a warning on each new task.
  const warning = { code: 1, title: "no", description: "cannot take hush-note of hush-text", input: "note" };
  await platform.fault({
    match: { method: "POST", path: "/tasks$" },
    times: "always",
    kind: "alter",
    set: { warnings: [warning] },
  });
  await through(transformed);
});

test("a mistake in an arg that is a secret is reported without it", async () => {
  stack.program(
    `const app = new sb.DraftTask("app", { project: "ada/lab", app: pulumi.secret("ada/lab/hush"), inputs: {} });`,
    `const project = new sb.DraftTask("project", { project: pulumi.secret("ada/hush"), app: "ada/lab/align/0", inputs: { ${inputs} } });`,
    `const connection = new sb.DraftTask("connection", { ${base}, inputs: { ${inputs} }, connection: pulumi.secret("hush") });`,
    `const by = new sb.DraftTask("by", { ${base}, inputs: { ${inputs} }, batchInput: "reads", batchBy: pulumi.secret(sb.byMetadata("hush")) });`,
  );
  expect((await pulumi("preview")).code).not.toBe(0);
  const said = texts.join("");
  for (const name of ["app", "project", "connection", "by"])
    expect(said).toMatch(new RegExp(`${name}[^\n]*|\\[secret\\]`));
  expect((await pulumi("up", ...yes)).code).not.toBe(0);
  expectNowhere();
});
