import { execFileSync } from "node:child_process";
import { join } from "node:path";
import * as sb from "../../provider";
import { repository } from "../support/stack";

type Outcome = { readonly sentence?: string; readonly error?: string };

/** What came of every call: `run.output(it), a Date`. */
const outcomes = (): Readonly<Record<string, Outcome>> =>
  JSON.parse(
    execFileSync(
      process.execPath,
      [
        "-e",
        `require(${JSON.stringify(join(__dirname, "calls.cjs"))})(require("./dist/provider")).then((all) => {
          process.stdout.write(JSON.stringify(all));
        })`,
      ],
      { cwd: repository, encoding: "utf8", maxBuffer: 1 << 26 },
    ),
  );

const all = outcomes();

test("whatever a program in JavaScript gives, it works or ends in a sentence, never in a TypeError", () => {
  expect(Object.entries(all).filter(([, { error }]) => error !== undefined)).toStrictEqual([]);
});

test("no sentence is empty, or JavaScript's own", () => {
  const sentences = Object.values(all).flatMap(({ sentence }) => (sentence === undefined ? [] : [sentence]));
  expect(sentences.length).toBeGreaterThan(300);
  expect(
    sentences.filter(
      (text) => text.length < 20 || /undefined|\[object|reading '|is not a function/.test(text),
    ),
  ).toStrictEqual([]);
});

test("every function and every class that the package exports is called", () => {
  const called = Object.keys(all).join("\n");
  const exported = Object.entries(sb).filter(([, value]) => typeof value === "function");
  expect(exported.map(([name]) => name).filter((name) => !called.includes(`${name}(`))).toStrictEqual([]);
});

test.each([
  ["DraftTask(it), undefined", 'DraftTask is a class: write new sb.DraftTask("name", args)'],
  [
    "new DraftTask(it, args), null",
    "the first argument of new DraftTask(name, args) must be a string, not null",
  ],
  [
    "new DraftTask(it, args), an Output in a text",
    "the first argument of new DraftTask(name, args) holds an Output or an object that became a text: a resource's name is a plain string; the arg name takes pulumi.interpolate",
  ],
  ["TaskRun.get(name, it), undefined", "TaskRun.get needs the id of a task (a UUID) as its second argument"],
  [
    "TaskRun.get(name, it), an Output in a text",
    "TaskRun.get needs the id of a task (a UUID) as its second argument: this one holds an Output that became Pulumi's error text: write pulumi.interpolate before the template string",
  ],
  ["run.output(it), zero", "the port in output(port) of run must be a string, not zero"],
  ["run.child(it), undefined", "the group in child(group) of run must be a string, not missing"],
  ["files(it), a string", "files(ids) takes a list of ids, not a string"],
  [
    "files(it), an Output",
    "files(ids) takes a list of ids, not an Output: write ids.apply((list) => sb.files(list))",
  ],
])("%s: %s", (call, sentence) => {
  expect(all[call]).toStrictEqual({ sentence });
});
