import type { Platform } from "../../support/platform";
import { project } from "../../support/seed";
import { eachOnAFreshStack, type Stack } from "../../support/stack";
import { said } from "../misuse/said";

let platform: Platform;
let stack: Stack;
eachOnAFreshStack((itsPlatform, itsStack) => {
  platform = itsPlatform;
  stack = itsStack;
});

const id = (n: number): string => `5678000000000000000000e${n}`;

test("a preview warns of a file without the index that its app requires, until there is one", async () => {
  const cwl = {
    class: "CommandLineTool",
    cwlVersion: "v1.2",
    inputs: [{ id: "bams", type: "File[]", secondaryFiles: [".bai"] }],
    outputs: [],
  };
  const file = (name: string, n: number) => ({ project, name, id: id(n) });
  await platform.control("POST", "/seed", {
    apps: [{ id: `${project}/call`, cwl }],
    files: [file("one.bam", 1), file("one.bam.bai", 2), file("two.bam", 3)],
  });
  await stack.must("config", "set", "sevenbridges:checks", "full");
  stack.program(
    `new sb.DraftTask("call", { project: "${project}", app: "${project}/call/0", inputs: { bams: sb.files(["${id(1)}", "${id(3)}"]) } });`,
  );
  const preview = await stack.tryPreview();
  expect([preview.code, said(stack, preview)]).toStrictEqual([
    0,
    {
      Stack: [
        expect.stringContaining(`sb:call: warning: inputs.bams[1]: two.bam (${id(3)}) lacks two.bam.bai`),
      ],
    },
  ]);
  await platform.control("POST", "/seed", { files: [file("two.bam.bai", 4)] });
  expect(said(stack, await stack.tryPreview())).toStrictEqual({});
  expect(await platform.writes()).toStrictEqual([]);
});
