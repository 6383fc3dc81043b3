import type { Platform } from "../support/platform";
import { base, genome, inputs } from "../support/seed";
import { eachOnAFreshStack, type Stack } from "../support/stack";

let platform: Platform;
let stack: Stack;
eachOnAFreshStack((itsPlatform, itsStack) => {
  platform = itsPlatform;
  stack = itsStack;
});

describe("the real engine", () => {
  test("an input that is marked as a secret later is encrypted in the outputs, too", async () => {
    const secret = "hush-hush-9431";
    stack.program(`new sb.DraftTask("one", { ${base}, inputs: { ${inputs}, note: "${secret}" } });`);
    await stack.up();
    stack.program(
      `new sb.DraftTask("one", { ${base}, inputs: { ${inputs}, note: pulumi.secret("${secret}") } });`,
    );
    await platform.log();
    await stack.up();
    expect((await platform.log()).filter((line) => !line.startsWith("GET"))).toStrictEqual([]);
    expect(await stack.export()).not.toContain(secret);
  });

  test("the token is in no file of the state, no log and no error; the state of a task with ten inputs is small", async () => {
    const ten = `${inputs}, genome: sb.file("${genome}"), threads: 8, mode: "Basic", label: "l", note: "n", library: "L2355", center: "c", platform: "Illumina", min_length: 30`;
    stack.program(
      `new sb.DraftTask("one", { ${base}, inputs: { ${ten} } });`,
      `new sb.DraftTask("bad", { ${base}, inputs: { threads: 1 } });`,
    );
    const texts = [
      (await stack.tryPreview()).text,
      (await stack.tryUp("--debug", "-v=9", "--logtostderr")).text,
      await stack.refresh(),
    ];
    await platform.fault({
      match: { method: "PATCH" },
      kind: "status",
      status: 401,
      code: 90001,
      message: "no",
    });
    stack.program(`new sb.DraftTask("one", { ${base}, inputs: { ${inputs}, threads: 9 } });`);
    texts.push((await stack.tryUp()).text, stack.stateText());
    expect(texts.map((text) => text.includes(platform.token))).toStrictEqual(texts.map(() => false));
    const { deployment } = JSON.parse(await stack.export());
    const sizes = deployment.resources
      .filter(({ type }: { type: string }) => type.includes("sevenbridges"))
      .map((it: unknown) => JSON.stringify(it).length);
    expect(Math.max(...sizes)).toBeLessThan(3000);
    const { inputs: stored } = await stack.resource("one");
    expect(String(stored.__provider).length).toBeLessThan(200);
  });
});
