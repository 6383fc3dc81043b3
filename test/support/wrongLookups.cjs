// Run by each Node: every wrong setting of standard input, with a lookup and a resource, as far as the program's own process
// tells of it. Prints, by the setting, what Pulumi makes of the errors: it formats each with its stack, in colors.
const { readFileSync, mkdirSync, rmSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const pulumi = require("@pulumi/pulumi");
const { defaultErrorMessage } = require("@pulumi/pulumi/cmd/run/error");
const sb = require("../../dist/provider");

const { MockMonitor } = require("@pulumi/pulumi/runtime/mocks");
const { taskRunProvider } = require("../../dist/provider/host");
const { newSession } = require("../../dist/provider/host/session/session");

/** An engine that asks the provider to check, as in a preview; not one of unit tests, under which nothing is asked. */
class Engine extends MockMonitor {}
const engineWith = (config) => {
  const session = newSession({ config: () => (key) => config[key], say: () => undefined });
  const provider = taskRunProvider(session, () => undefined);
  return new Engine({
    newResource: async ({ inputs }) => {
      const { inputs: state, failures } = await provider.check({}, inputs);
      if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
      return { id: "", state };
    },
  });
};
const turn = () => new Promise((done) => setImmediate(done));
const { env } = process;
// A program that the engine has started, not an inline one, whose errors are printed in another way.
env.PULUMI_NODEJS_MONITOR = "";

const tried = async (program, { config, secrets, env: given, file }) => {
  const errors = new Set();
  const note = (error) => errors.add(error);
  process.on("unhandledRejection", note);
  const logged = [];
  pulumi.log.error = async (text) => void logged.push(text);
  Object.assign(env, { SB_AUTH_TOKEN: "", SB_API_ENDPOINT: "", ...given });
  rmSync(join(env.HOME, ".sevenbridges"), { recursive: true, force: true });
  if (file !== undefined) {
    mkdirSync(join(env.HOME, ".sevenbridges"));
    writeFileSync(join(env.HOME, ".sevenbridges/credentials"), file);
  }
  pulumi.runtime.setMockOptions(engineWith(config), "lab", "dev", true);
  pulumi.runtime.setAllConfig(config, secrets);
  try {
    program();
  } catch (error) {
    note(error);
  }
  for (let n = 0; n < 200; n++) await turn();
  process.off("unhandledRejection", note);
  return [
    ...logged,
    ...[...errors].filter((error) => pulumi.RunError.isInstance(error)).map(defaultErrorMessage),
  ];
};

const lookup = () => void sb.getProjectOutput({ id: "ada/lab" });
const run = () => void new sb.TaskRun("one", { task: "7f1c2f6e-0c7e-4c59-9d53-0c7a1e3f1b11" });
const both = () => {
  lookup();
  run();
};

(async () => {
  const said = {};
  for (const [name, settings] of JSON.parse(readFileSync(0, "utf8")))
    said[name] = [await tried(lookup, settings), await tried(run, settings), await tried(both, settings)];
  process.stdout.write(JSON.stringify(said));
  process.exit(0);
})();
