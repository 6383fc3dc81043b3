import type { Platform } from "../support/platform";
import { base, inputs } from "../support/seed";
import { eachOnAFreshStack, type Run, type Stack } from "../support/stack";

/*
 * A secret in every place that takes one, through everything that can be done to a task: encrypted in the state, and in
 * no text, though the platform quotes it wherever it can.
 */

let platform: Platform;
let stack: Stack;
eachOnAFreshStack(
  (itsPlatform, itsStack) => {
    platform = itsPlatform;
    stack = itsStack;
  },
  { taskSeconds: 0.1 },
);

const secret = "hush-hush-9431";
/** Those that the app can run. */
const ran = ["whole", "port", "nested", "described"];
const places = ["whole", "port", "nested", "list", "described"];
/** What the platform says. The token is in what was asked, too. */
const quoting = (): string => `cannot take ${secret} of ${platform.token}`;
const errors = [{ code: 1, title: `bad ${secret}`, description: `cannot take ${secret}`, input: "note" }];

const texts: string[] = [];
const said = async (run: Promise<Run>): Promise<Run> => {
  const { code, text } = await run;
  texts.push(text);
  return { code, text };
};
const pulumi = (...args: readonly string[]): Promise<Run> =>
  said(stack.pulumi([...args, "--color", "never", "--diff"]));
const yes = ["--yes", "--skip-preview"];

/** Nothing of it in what was printed since, nor in any file of the state. */
const expectNowhere = (): void => {
  const found = (text: string): readonly string[] =>
    [secret, platform.token].filter((word) => text.includes(word));
  expect(texts.filter((text) => found(text).length > 0)).toStrictEqual([]);
  expect(found(stack.stateText())).toStrictEqual([]);
  texts.length = 0;
};

/** The app has no port `notes`: what is checked beforehand would not let that task be made. */
const unchecked = (): Promise<unknown> => stack.must("config", "set", "sevenbridges:checks", "offline");

/** A draft for each place, and what it hands on. */
const program = (more: string, ...lines: readonly string[]): void =>
  stack.program(
    `const secret = pulumi.secret("${secret}");`,
    `const whole = new sb.DraftTask("whole", { ${base}, inputs: pulumi.secret({ ${inputs}, note: "${secret}", ${more} }) });`,
    `const port = new sb.DraftTask("port", { ${base}, inputs: { ${inputs}, note: secret, ${more} } });`,
    `const nested = new sb.DraftTask("nested", { ${base}, inputs: { ${inputs}, options: { seed: 1, tag: secret }, ${more} } });`,
    `const list = new sb.DraftTask("list", { ${base}, inputs: { ${inputs}, notes: [["a", secret]], ${more} } });`,
    `const described = new sb.DraftTask("described", { ${base}, description: secret, inputs: { ${inputs}, ${more} } });`,
    "exports.inputs = [whole, port, nested, list].map((it) => it.inputs);",
    "exports.description = described.description;",
    ...lines,
  );

test("of drafts: previews, updates, refusals, drafts with errors, refreshes, destroys", async () => {
  program("");
  expect((await pulumi("preview")).text).toContain(
    "inputs.notes is not an input of the app: did you mean note?",
  );
  await unchecked();
  // A draft with errors from the first.
  expect((await pulumi("up", ...yes, "--continue-on-error")).text).toContain("The app has no input notes.");
  expect(Object.keys(await stack.resources()).sort()).toStrictEqual([...places].sort());
  await pulumi("refresh", ...yes);
  expectNowhere();

  program("threads: 3,");
  await pulumi("preview");
  const patch = { match: { method: "PATCH" }, times: 5 };
  await platform.fault({ ...patch, kind: "status", status: 400, code: 7020, message: quoting() });
  const refused = await pulumi("up", ...yes, "--continue-on-error");
  expect(refused.text).toContain("was refused (400, code 7020: cannot take [secret] of [token])");
  expectNowhere();
  await platform.fault({ ...patch, kind: "alter", set: { errors, warnings: errors } });
  const unfinished = await pulumi("up", ...yes, "--continue-on-error");
  expect(unfinished.text).toContain("inputs.note: cannot take [secret] (task ");
  await pulumi("preview");
  await platform.fault({
    match: { method: "GET", path: "/tasks/" },
    times: 5,
    kind: "alter",
    set: { errors, warnings: errors },
  });
  await pulumi("refresh", ...yes);
  expectNowhere();

  await platform.fault({
    match: { method: "DELETE" },
    times: 5,
    kind: "status",
    status: 403,
    code: 7001,
    message: quoting(),
  });
  const kept = await pulumi("destroy", ...yes, "--continue-on-error");
  expect(kept.text).toContain("was refused (403, code 7001: cannot take [secret] of [token])");
  await pulumi("destroy", ...yes);
  expectNowhere();
});

test("of what the platform has: the secret is where the program put it, and in no line", async () => {
  await unchecked();
  program("");
  await pulumi("up", ...yes, "--continue-on-error");
  const { items } = await platform.api("GET", "/tasks?fields=_all");
  const tasks = Object.values(Object(items)).map((task) => Object(task));
  expect(
    tasks
      .map(({ name, inputs: given, description, ...rest }) => [
        name,
        JSON.stringify(given).split(secret).length - 1,
        description.split(secret).length - 1,
        JSON.stringify(rest).includes(secret),
      ])
      .sort(),
  ).toStrictEqual(
    [...places]
      .sort()
      .map((place) => [place, place === "described" ? 0 : 1, place === "described" ? 1 : 0, false]),
  );
  expect(JSON.stringify(tasks)).not.toContain(platform.token);
  expectNowhere();
});

test("of runs: starts that are refused, failures, further attempts that are refused, refreshes, destroys", async () => {
  await unchecked();
  const runs = (options: string): readonly string[] =>
    ran.map((it) => `new sb.TaskRun("run-${it}", { task: ${it}, ${options} });`);
  const refusing = (path: string): Promise<unknown> =>
    platform.fault({
      match: { method: "POST", path },
      times: 4,
      kind: "status",
      status: 403,
      code: 7001,
      message: quoting(),
    });
  const refusal = "was refused (403, code 7001: cannot take [secret] of [token])";

  program("", ...runs(""));
  await refusing("/actions/run");
  expect((await pulumi("up", ...yes, "--continue-on-error")).text).toContain(refusal);
  expectNowhere();

  for (const name of ran)
    await platform.control("POST", `/tasks/${(await stack.resource(name)).id}`, { outcome: "FAILED" });
  const details = {
    match: { method: "GET", path: "/execution_details" },
    times: 100,
    kind: "alter",
  } as const;
  await platform.fault({ ...details, set: { message: `no room for ${secret}` } });
  const failed = await pulumi("up", ...yes, "--continue-on-error");
  expect(failed.text.match(/is FAILED; no room for \[secret\];/g)?.length).toBeGreaterThanOrEqual(4);
  expect((await stack.resource("run-port")).outputs.failures).toMatchObject([
    { message: "no room for [secret]" },
  ]);
  await pulumi("refresh", ...yes);
  expectNowhere();

  program("", ...runs("maxAttempts: 2"));
  await pulumi("preview");
  await refusing("/actions/clone");
  expect((await pulumi("up", ...yes, "--continue-on-error")).text).toContain(refusal);
  expectNowhere();
  await pulumi("up", ...yes, "--continue-on-error");
  await pulumi("destroy", ...yes);
  expectNowhere();
});

test("of what a run has made: as far as it repeats the secret it is encrypted, and so is what takes it", async () => {
  await unchecked();
  program("");
  await pulumi("up", ...yes, "--continue-on-error");
  const outputs = {
    rate: secret,
    bam: { class: "File", path: "5678000000000000000000c1", name: `${secret}.bam` },
  };
  for (const name of ["port", "described"])
    await platform.control("POST", `/tasks/${(await stack.resource(name)).id}`, { outputs });
  const runs = [
    'const ran = new sb.TaskRun("ran", { task: port });',
    'const other = new sb.TaskRun("other", { task: described });',
    'exports.rate = ran.output("rate");',
    'exports.bam = other.output("bam");',
    `new sb.DraftTask("next", { ${base}, inputs: { ${inputs}, note: ran.output("rate") } });`,
  ];
  program("", ...runs);
  await pulumi("up", ...yes, "--continue-on-error");
  expectNowhere();
  expect((await stack.resource("ran")).outputs.outputs).toMatchObject({ rate: { plaintext: `"${secret}"` } });
  expect((await stack.resource("next")).outputs).toMatchObject({ __secret: true });
  // What a draft has made is now in its own outputs, too.
  await pulumi("refresh", ...yes);
  await pulumi("preview");
  await pulumi("up", ...yes, "--continue-on-error");
  expectNowhere();
  // The platform loses the record: what the state keeps of it stays encrypted.
  const { id } = await stack.resource("ran");
  await platform.fault({
    match: { method: "GET", path: `/tasks/${id}$` },
    times: 100,
    kind: "status",
    code: 7002,
  });
  await pulumi("refresh", ...yes);
  for (const name of ["ran", "port"])
    expect((await stack.resource(name)).outputs).toMatchObject({ status: "DELETED" });
  expectNowhere();
  await pulumi("destroy", ...yes);
  expectNowhere();
});

test("of a token that is refused in words that quote it", async () => {
  await unchecked();
  program("");
  const refused = {
    times: 100,
    kind: "status",
    status: 401,
    code: 90001,
    message: `no such token: ${platform.token}`,
  } as const;
  await platform.fault(refused);
  expect((await pulumi("up", ...yes, "--continue-on-error")).text).toContain(
    "(401, code 90001: no such token: [token])",
  );
  expectNowhere();
});
