import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { blocksOf } from "../../support/docs";
import { Platform } from "../../support/platform";
import { repository, Stack } from "../../support/stack";

const [first = "", second = ""] = blocksOf("docs/stacks.md", "ts");

const alignments = async (platform: Platform): Promise<readonly string[]> => {
  const { items } = await platform.api("GET", "/files?project=rfranklin/wgs&limit=100");
  return (items as { id: string; name: string }[]) // a list's form
    .filter(({ name }) => name.endsWith(".bam"))
    .map(({ id }) => id)
    .sort();
};

test("the page's second program makes a batch of what its first one has exported from another stack", async () => {
  const platform = await Platform.start({
    seed: join(repository, "examples/seed/seed.yaml"),
    taskSeconds: 0,
  });
  const stack = await Stack.make(platform, "index.ts");
  try {
    const before = await alignments(platform);
    await stack.must("stack", "init", "align", "--copy-config-from", "dev");
    writeFileSync(stack.file("index.ts"), first);
    await stack.up("--stack", "align");
    const made = (await alignments(platform)).filter((id) => !before.includes(id));

    writeFileSync(stack.file("index.ts"), second);
    await stack.must("stack", "select", "dev");
    await stack.up();
    const { inputs } = (await stack.resource("call")).outputs;
    const given = (inputs as { in_alignments: { path: string }[] }).in_alignments; // the program's own form
    expect(given.map(({ path }) => path).sort()).toStrictEqual(made);
    expect(made.length).toBeGreaterThan(1);
    expect(await stack.outputs()).toMatchObject({ children: { count: made.length } });
    expect(await stack.preview()).toStrictEqual(["call: same"]);
  } finally {
    stack.remove();
    await platform.close();
  }
});
