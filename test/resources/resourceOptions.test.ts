import * as pulumi from "@pulumi/pulumi";
import * as sb from "../../provider";

/* A user's unit test: Pulumi's mocks, no settings, no network. */

const known = <T>(output: pulumi.Output<T>): Promise<T> => new Promise((done) => void output.apply(done));
const args = { project: "ada/lab", app: "ada/lab/align/0", inputs: {} };
const id = "eb44dce5-2c12-5be3-97b9-92039de6182b";

const owners: unknown[] = [];
beforeEach(async () => {
  owners.length = 0;
  pulumi.runtime.setAllConfig({});
  await pulumi.runtime.setMocks({
    newResource: ({ inputs, name }) => {
      owners.push(inputs.__owner);
      return { id: `${name}-id`, state: inputs };
    },
    call: () => ({}),
  });
});

test("under mocks, too, a component holds several tasks and their runs, at any depth", async () => {
  const outer = new pulumi.ComponentResource("lab:Outer", "outer");
  const inner = new pulumi.ComponentResource("lab:Inner", "inner", {}, { parent: outer });
  const runs = [outer, outer, inner].map((parent, index) => {
    const task = new sb.DraftTask(`task${index}`, args, { parent });
    return new sb.TaskRun(`run${index}`, { task }, { parent });
  });
  await known(pulumi.all(runs.map((run) => run.urn)));
  expect(owners.filter((owner) => owner !== undefined)).toHaveLength(6);
});

describe("a type for policies", () => {
  test.each([
    ["DraftTask", sb.DraftTask, sb.TaskRun],
    ["TaskRun", sb.TaskRun, sb.DraftTask],
  ])("%s knows its own resources, and what a policy has in their place", (name, its, other) => {
    expect(its.__pulumiType).toBe(`pulumi-nodejs:dynamic/sevenbridges:${name}`);
    const ofAPolicy = { __pulumiType: its.__pulumiType };
    expect([its, other].map((one) => one.isInstance(ofAPolicy))).toStrictEqual([true, false]);
    expect([undefined, null, "DraftTask", {}].map((one) => its.isInstance(one))).toStrictEqual(
      Array(4).fill(false),
    );
  });

  test("a resource is an instance of its class", () => {
    const task = new sb.DraftTask("task", args);
    expect([sb.DraftTask.isInstance(task), sb.TaskRun.isInstance(task)]).toStrictEqual([true, false]);
  });
});

class Other extends pulumi.ProviderResource {
  constructor() {
    super("other", "mine");
  }
}

describe("providers passed by mistake", () => {
  const settings = "settings come from pulumi config set sevenbridges:…";

  test("a provider of another package is refused", () => {
    const sentence = (what: string): string =>
      `${what} takes no provider of other: remove the option; ${settings}, and the arg connection names another platform`;
    const provider = new Other();
    expect(() => new sb.DraftTask("task", args, { provider })).toThrow(sentence("DraftTask task"));
    expect(() => new sb.TaskRun("run", { task: id }, { provider })).toThrow(sentence("TaskRun run"));
  });

  test("so are several", () => {
    const opts = { protect: false, providers: [new Other()] };
    expect(() => new sb.DraftTask("task", args, opts)).toThrow(
      `DraftTask task takes no option providers: set it on a component; ${settings}`,
    );
  });

  test("on a component they are meant for others of its children", async () => {
    const provider = new Other();
    const one = new pulumi.ComponentResource("lab:Step", "one", {}, { provider });
    const two = new pulumi.ComponentResource("lab:Step", "two", {}, { providers: { other: provider } });
    const tasks = [one, two].map((parent, index) => new sb.DraftTask(`task${index}`, args, { parent }));
    expect(await known(pulumi.all(tasks.map((task) => task.id)))).toStrictEqual(["task0-id", "task1-id"]);
  });
});
