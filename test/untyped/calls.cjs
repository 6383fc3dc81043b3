/*
 * Calls everything that the package exports with everything that a program in JavaScript may give it, and prints what
 * came of each call. A separate process: what nobody awaits shows as an unhandled rejection only there.
 */
const pulumi = require("@pulumi/pulumi");

const circle = { a: 1 };
circle.self = circle;
class Instance {
  constructor() {
    this.a = new Date(0);
  }
}
const nasty = (resource) => ({
  undefined: undefined,
  null: null,
  "an empty string": "",
  "a string": "abc",
  zero: 0,
  "a fraction": -0.5,
  NaN: Number.NaN,
  true: true,
  "an empty list": [],
  "a list": ["a", undefined, [1]],
  "an object": { a: { b: undefined } },
  "an object without a prototype": Object.assign(Object.create(null), { id: "x" }),
  "a symbol": Symbol("x"),
  "a bigint": 8n,
  "a function": () => 1,
  "a class": Instance,
  "an instance": new Instance(),
  "a Date": new Date(0),
  "a Map": new Map([["a", 1]]),
  "a RegExp": /x/,
  "a circle": circle,
  "an Output": pulumi.output("x"),
  "an Output of nothing": pulumi.output(undefined),
  "an Output in a text": `${pulumi.output("x")}`,
  "a promise": Promise.resolve("x"),
  "a resource": resource,
});

const outcomeOf = (error) =>
  pulumi.RunError.isInstance(error)
    ? { sentence: error.message }
    : { error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };

/** What comes of a call in the end: of an Output or a resource when its values have come. */
const settle = async (result) => {
  if (pulumi.Resource.isInstance(result)) return settle(result.urn);
  if (pulumi.Output.isInstance(result)) await result.promise();
  else if (result instanceof Promise) await result;
  return {};
};

module.exports = async (sb) => {
  pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs }),
    call: () => ({}),
  });
  const found = {};
  let now = "";
  process.on("unhandledRejection", (error) => {
    if (!("sentence" in outcomeOf(error))) found[`${now} (unhandled)`] = outcomeOf(error);
  });
  const args = { project: "ada/lab", app: "ada/lab/align/0" };
  const task = new sb.DraftTask("task", args);
  const run = new sb.TaskRun("run", { task });
  let count = 0;
  const fresh = () => `r${count++}`;

  const calls = {
    "DraftTask(it)": (it) => sb.DraftTask(it),
    "TaskRun(it)": (it) => sb.TaskRun(it),
    "new DraftTask(it, args)": (it) => new sb.DraftTask(it, args),
    "new DraftTask(name, it)": (it) => new sb.DraftTask(fresh(), it),
    "new DraftTask(name, args, it)": (it) => new sb.DraftTask(fresh(), args, it),
    "new TaskRun(it, args)": (it) => new sb.TaskRun(it, { task }),
    "new TaskRun(name, it)": (it) => new sb.TaskRun(fresh(), it),
    "new TaskRun(name, args, it)": (it) => new sb.TaskRun(fresh(), { task }, it),
    "new TaskRun(name, { task: it })": (it) => new sb.TaskRun(fresh(), { task: it }),
    "DraftTask.get(it)": (it) => sb.DraftTask.get(it),
    "DraftTask.get(name, it)": (it) => sb.DraftTask.get(fresh(), it),
    "DraftTask.get(name, id, it)": (it) => sb.DraftTask.get(fresh(), "x", it),
    "TaskRun.get(it)": (it) => sb.TaskRun.get(it),
    "TaskRun.get(name, it)": (it) => sb.TaskRun.get(fresh(), it),
    "TaskRun.get(name, id, it)": (it) => sb.TaskRun.get(fresh(), "x", it),
    "{ import: it }": (it) => new sb.DraftTask(fresh(), args, { import: it }),
    "{ import: it } of a run": (it) => new sb.TaskRun(fresh(), { task }, { import: it }),
    "run.output(it)": (it) => run.output(it),
    "run.childOutput(it)": (it) => run.childOutput(it),
    "run.result(it)": (it) => run.result(it),
    "run.childResults(it)": (it) => run.childResults(it),
    "run.child(it)": (it) => run.child(it),
    "run.child(group).output(it)": (it) => run.child("a").output(it),
    "byMetadata(it)": (it) => sb.byMetadata(it),
    "byMetadata(field, it)": (it) => sb.byMetadata("a", it),
    "file(it)": (it) => sb.file(it),
    "files(it)": (it) => sb.files(it),
    "files([it])": (it) => sb.files([it]),
    "directory(it)": (it) => sb.directory(it),
  };
  for (const arg of [
    "project",
    "app",
    "name",
    "description",
    "inputs",
    "batch",
    "batchInput",
    "batchBy",
    "useInterruptibleInstances",
    "executionSettings",
    "outputLocation",
    "run",
    "triggers",
    "connection",
  ])
    calls[`{ ${arg}: it }`] = (it) => new sb.DraftTask(fresh(), { ...args, [arg]: it });
  for (const arg of ["batch", "wait", "timeout", "allowFailures", "maxAttempts", "triggers", "connection"])
    calls[`{ ${arg}: it } of a run`] = (it) => new sb.TaskRun(fresh(), { task: "x", [arg]: it });
  calls["{ inputs: { port: it } }"] = (it) => new sb.DraftTask(fresh(), { ...args, inputs: { port: it } });
  calls["{ inputs: { port: [it] } }"] = (it) =>
    new sb.DraftTask(fresh(), { ...args, inputs: { port: [it] } });
  calls["{ triggers: [it] }"] = (it) => new sb.DraftTask(fresh(), { ...args, triggers: [it] });
  for (const name of Object.keys(sb).filter((one) => /^get[A-Z]/.test(one))) {
    calls[`${name}(it)`] = (it) => sb[name](it);
    calls[`${name}({ id: it })`] = (it) => sb[name]({ id: it, project: it, path: it, names: it });
  }

  for (const [call, make] of Object.entries(calls))
    for (const [kind, value] of Object.entries(nasty(task))) {
      // Under mocks a lookup goes straight to Pulumi's SDK, which follows a circle for ever.
      if (kind === "a circle" && call.startsWith("get")) continue;
      now = `${call}, ${kind}`;
      try {
        found[now] = await settle(make(value));
      } catch (error) {
        found[now] = outcomeOf(error);
      }
    }
  await new Promise((done) => setImmediate(done));
  return found;
};
