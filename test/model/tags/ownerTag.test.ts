import * as fc from "fast-check";
import { attemptTag, attemptTagIn, withAttemptTag } from "../../../provider/model/tags/attemptTag";
import {
  endedSessions,
  noSession,
  ownerTagIn,
  ownerTagText,
  unendedSessions,
} from "../../../provider/model/tags/ownerTag";
import { inOneLine, resourceIdOf } from "../../../provider/model/tags/resourceId";
import { type Bound, retag, withoutTag } from "../../../provider/model/tags/tag";
import { bodyHash, bodyHashes, hasHash, withOwnerTag } from "../../../provider/model/task/bodyHash";
import type { KnownTask } from "../../../provider/model/task/toApi";
import { taskId } from "../../support/builders";

const owner = "acme/urn:pulumi:dev::lab::pulumi-nodejs:dynamic/sevenbridges:DraftTask::align";
const id = resourceIdOf(owner);
const other = "00000000-0000-4000-8000-0000000000c1";

const task: KnownTask = {
  project: "ada/lab",
  app: "ada/lab/align/0",
  name: "align",
  inputs: { reads: [{ class: "File", path: "5678000000000000000000a1" }], threads: 8 },
  batching: { _tag: "AppDefault", required: false },
  run: false,
  triggers: [],
};

const read = (description: string | null | undefined, taskOf = taskId) =>
  ownerTagIn({ id: taskOf, description });

const sent: Bound = { proof: "Sent" };
const bounds: readonly Bound[] = [
  sent,
  ...(["Held", "Started"] as const).flatMap((proof): readonly Bound[] =>
    [false, true].map((isWitness) => ({ proof, taskId, isWitness })),
  ),
];

describe("the tag of a DraftTask", () => {
  test("is at the end of the description, behind what people wrote, without a text of the user", () => {
    const { description } = withOwnerTag({ ...task, description: "Aligns reads." }, id, "0a1b2c3d", sent);
    const hash = bodyHash({ ...task, description: "Aligns reads." });
    expect(description).toMatch(
      new RegExp(`^Aligns reads.\\n\\n\\[pulumi ${id} ${hash} 0a1b2c3d [0-9a-f]{8}\\]$`),
    );
    expect(read(description)).toStrictEqual({
      id,
      hash,
      session: "0a1b2c3d",
      proof: "Sent",
      isWitness: false,
    });
  });

  test("is left out where no owner is named; without a session it has that of nobody", () => {
    expect(withOwnerTag(task, undefined, "0a1b2c3d", sent)).toBe(task);
    expect(read(withOwnerTag(task, id, undefined, sent).description)?.session).toBe(noSession);
  });

  test.each(bounds.map((bound) => [JSON.stringify({ ...bound, taskId: undefined }), bound] as const))(
    "%s: a clone that copies it proves nothing, unless it was sent and no more",
    (_, bound) => {
      const { description } = withOwnerTag(task, id, "0a1b2c3d", bound);
      const isWitness = bound.proof !== "Sent" && bound.isWitness;
      expect(read(description)).toMatchObject({ proof: bound.proof, isWitness });
      expect(read(description, other)).toMatchObject({
        proof: bound.proof === "Sent" ? "Sent" : "Copied",
        isWitness: false,
      });
      // A tag with an edited digit is not one of ours.
      const edited = description?.replace(/ 0a1b2c3d /, " 0a1b2c3e ");
      expect(read(edited)?.proof).toBe("Copied");
    },
  );

  test("of a task that was made from what a task is: 8 digits, the same for what is no difference", () => {
    const [file] = [{ class: "File", path: "5678000000000000000000a1", name: "a.fastq" }] as const;
    const same: KnownTask[] = [
      task,
      { ...task, inputs: { threads: 8, reads: [file] } },
      { ...task, run: true },
      { ...task, name: "other" },
    ];
    const others: KnownTask[] = [
      { ...task, description: "text" },
      { ...task, inputs: { ...task.inputs, threads: 9 } },
      { ...task, inputs: { ...task.inputs, threads: "8" } },
      { ...task, inputs: { ...task.inputs, threads: null } },
      { ...task, app: "ada/lab/align/1" },
      { ...task, batching: { _tag: "Disabled" } },
      { ...task, useInterruptibleInstances: true },
      { ...task, executionSettings: { instanceType: "AUTO" } },
      { ...task, outputLocation: { mainLocation: "results" } },
      { ...task, triggers: ["again"] },
    ];
    expect(new Set(same.map(bodyHash)).size).toBe(1);
    expect(new Set([task, ...others].map(bodyHash)).size).toBe(others.length + 1);
    expect(bodyHash(task)).toMatch(/^[0-9a-f]{8}$/);
  });

  const full: KnownTask = {
    ...task,
    description: "text",
    batching: { _tag: "Override", batchInput: "reads", batchBy: { type: "ITEM" } },
    useInterruptibleInstances: true,
    executionSettings: { instanceType: "AUTO" },
    outputLocation: { mainLocation: "x" },
    triggers: ["again"],
  };

  test.each([
    ["a plain task", task, { hash: "2cfaec60", oldHash: "761d8a8e" }],
    ["a task with every arg", full, { hash: "0acaa73b", oldHash: "2caba255" }],
  ])("has for %s the hashes that earlier versions have written into its tag", (_, given, hashes) => {
    expect(bodyHashes(given)).toStrictEqual(hashes);
  });

  test("tells a session that has ended by a witness only", () => {
    const of = (session: string, bound: Bound) => ({
      id: taskId,
      description: withOwnerTag(task, id, session, bound).description,
    });
    const tasks = [
      of("00000001", sent),
      of("00000002", { proof: "Held", taskId, isWitness: false }),
      of("00000003", { proof: "Held", taskId, isWitness: true }),
      of("00000004", { proof: "Started", taskId, isWitness: true }),
      // A clone of a witness.
      { ...of("00000005", { proof: "Held", taskId, isWitness: true }), id: other },
      { id: other, description: "a task without a tag" },
    ];
    expect([...endedSessions(tasks)]).toStrictEqual(["00000003", "00000004"]);
    const held = ["00000001", undefined, "00000003", "0000000f"];
    expect(unendedSessions(tasks, held)).toStrictEqual(["00000001"]);
    expect(unendedSessions(tasks, [])).toStrictEqual([]);
  });
});

describe("a tag of version 0.1.0", () => {
  const broken = ["align", "a] b", "a\r", "a\nb", "a\r\n", "a\u2028b", "a\u2029"].map(
    (name) => owner.slice(0, -"align".length) + name,
  );

  test.each(broken.map((text) => [JSON.stringify(text.split("::").at(-1)), text]))(
    "is still read, with its owner in clear: %s",
    (_, text) => {
      for (const people of ["", "Aligns reads.\n\n", "see [pulumi docs]\n\n"]) {
        const description = `${people}[pulumi ${text} 0f3c9a12]`;
        expect(read(description)).toStrictEqual({
          id: resourceIdOf(text),
          hash: "0f3c9a12",
          proof: "Old",
          isWitness: false,
          owner: inOneLine(text),
        });
        expect(withoutTag(description)).toBe(people.trimEnd());
        expect(
          attemptTagIn({ id: other, description: `${people}[pulumi ${text} attempt 2 of ${taskId}]` })?.id,
        ).toBe(resourceIdOf(text));
      }
    },
  );

  test("has a hash that includes the name", () => {
    const hashes = bodyHashes(task);
    const { proof: _, ...rest } = { id, isWitness: false, proof: "Old" };
    expect(hasHash({ ...rest, proof: "Old", hash: hashes.oldHash }, hashes)).toBe(true);
    expect(hasHash({ ...rest, proof: "Old", hash: hashes.hash }, hashes)).toBe(false);
    expect(hasHash({ ...rest, proof: "Sent", hash: hashes.hash }, hashes)).toBe(true);
    expect(bodyHashes({ ...task, name: "other" }).oldHash).not.toBe(hashes.oldHash);
  });

  test("a person's text over several lines is no tag", () => {
    const text = "[pulumi is\nwhat we use 0f3c9a12]";
    expect([read(text), withoutTag(text)]).toStrictEqual([undefined, text]);
  });
});

const texts = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom(
    "a\nb",
    "ends in blanks \n",
    "\n",
    "\n\n",
    "[pulumi",
    "see [pulumi a 0f3c9a12] there",
    "x]",
  ),
);

test("any text comes back to the letter from under any tag", () => {
  fc.assert(
    fc.property(texts, fc.constantFrom(...bounds), (text, bound) => {
      fc.pre(withoutTag(text) === text);
      const whole = retag(text, ownerTagText({ id, hash: "0f3c9a12" }, bound));
      expect(withoutTag(whole)).toBe(text);
      expect(read(whole)).toMatchObject({ id, hash: "0f3c9a12", proof: bound.proof });
    }),
  );
});

test("there is one tag at most: a new one takes the place of the old one, of either kind", () => {
  const first = retag("text", ownerTagText({ id, hash: "0f3c9a12" }, sent));
  const clone = withAttemptTag(first, { id, which: attemptTag(2), of: taskId }, other);
  expect(attemptTagIn({ id: other, description: clone })).toStrictEqual({
    id,
    which: "attempt 2",
    of: taskId,
  });
  const text = ownerTagText({ id, hash: "0f3c9a13" }, sent);
  expect(retag(clone, text)).toBe(`text\n\n${text}`);
});

test.each([
  ["none", undefined, ""],
  ["an unset one", null, ""],
  ["a text", "Aligns reads.", "Aligns reads."],
  ["a tag that is not the last", "[pulumi a 0f3c9a12] and more", "[pulumi a 0f3c9a12] and more"],
  ["a hash of another length", "[pulumi a 0f3c9a123]", "[pulumi a 0f3c9a123]"],
  ["a tag of an attempt", `text\n\n[pulumi a attempt 2 of ${taskId}]`, "text"],
])("no DraftTask is read from %s", (_, description, text) => {
  expect(read(description)).toBeUndefined();
  expect(withoutTag(description)).toBe(text);
});

test("what a person writes around the tag leaves the tag readable", () => {
  const text = ownerTagText({ id, hash: "0f3c9a12" }, sent);
  const description = `text ${text}\n \n`;
  expect(read(description)).toMatchObject({ id, hash: "0f3c9a12", proof: "Sent" });
  expect(withoutTag(description)).toBe("text");
});
