import * as sb from "../../provider";
import { escapeAnswer } from "../../provider/api/transport/escape";
import { signatureKey } from "../../provider/shared/wireValues";
import { Platform } from "../support/platform";
import { project, seed } from "../support/seed";
import { reasonOf, runOn } from "./program";

/* What lookups answer, and are asked, in the form of Pulumi's own values. */

const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const metadata = {
  [signatureKey]: "c44067f5952c0a294b673a41bacd8c17",
  path: "/etc/hostname",
  sample_id: unknownText,
  toString: "text",
  half: "\ud83d",
};

let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start({
    seed: { ...seed, files: [{ project, name: "odd.fastq", metadata }] },
  });
});
afterAll(() => platform.close());
beforeEach(() => runOn(platform));

test("a file's metadata are text", async () => {
  const file = await sb.getFile({ project, path: "odd.fastq" });
  expect(file.metadata).toStrictEqual(escapeAnswer(metadata));
  const [found] = await sb.getFiles({ project, metadata: { toString: "text" } });
  expect(found?.metadata).toStrictEqual(escapeAnswer(metadata));
});

test("a task's values are text", async () => {
  const { id } = await platform.api("POST", "/tasks", {
    project,
    app: `${project}/align/0`,
    name: unknownText,
    inputs: { note: unknownText },
  });
  const task = await sb.getTask({ id: String(id) });
  expect(task).toMatchObject({
    name: escapeAnswer(unknownText),
    inputs: { note: escapeAnswer(unknownText) },
  });
});

test.each([
  ["a mark", () => sb.getFile({ project, path: unknownText }), /^getFile: path is not known, or is the text/],
  ["half of a character", () => sb.getFile({ project, path: "a\ud83d" }), /^getFile: path holds half/],
  [
    "half of a character in a list",
    () => sb.getFiles({ project, names: ["a", "\udc00"] }),
    /^getFiles: names\[1\] holds half/,
  ],
  ["a project", () => sb.getProject({ id: `ada/\ud83d` }), /^getProject: id holds half/],
])("%s in an arg is named, and nothing is asked", async (_, look, sentence) => {
  await platform.log();
  expect(await reasonOf(look())).toMatch(sentence);
  expect(await platform.log()).toStrictEqual([]);
});
