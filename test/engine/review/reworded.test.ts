import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import * as E from "fp-ts/Either";
import { readPreview } from "../../../cli/review/preview";
import { reviewOf } from "../../../cli/review/read";
import { hits, ruleNames } from "../../../cli/review/rules";
import { command } from "../../review/reviewed";
import type { Platform } from "../../support/platform";
import { base, reads } from "../../support/seed";
import { eachOnAFreshStack, type Stack } from "../../support/stack";

/* Messages are for people: with other words in all of them, `review` finds the same, and its gates are the same. */

let platform: Platform;
let stack: Stack;
eachOnAFreshStack(
  (itsPlatform, itsStack) => {
    platform = itsPlatform;
    stack = itsStack;
  },
  { taskSeconds: 1 },
);

const draft = (name: string, ports: string, args = ""): string =>
  `const ${name} = new sb.DraftTask("${name}", { ${base}, ${args} inputs: { reads: [sb.file("${reads[0]}")], ${ports} } });`;
const run = 'new sb.TaskRun("failed", { task: failed, maxAttempts: 2 });';
const program = (threads: number, ...more: readonly string[]): void =>
  stack.program(
    draft("started", `threads: ${threads}`),
    draft("follows", "note: started.id.apply((id) => id.slice(0, 3))"),
    draft("secret", `note: pulumi.secret(started.id)`),
    draft("described", "", `description: "threads ${threads}",`),
    draft("failed", ""),
    ...more,
  );

/** Other words in every message. What is left of a line of the provider are the resource and the note. */
const reworded = (preview: string): string => {
  const { diagnostics = [], ...rest } = JSON.parse(preview);
  const other = (message: string): string =>
    message.replace(
      /^(sb:\S*: )(.*?)( \[review:[^\]]*\])?(\n*)$/s,
      (_, start: string, text: string, note = "", end = "") => `${start}${text.length} letters${note}${end}`,
    );
  return JSON.stringify({
    ...rest,
    diagnostics: diagnostics.map((one: { readonly message: string }) => ({
      ...one,
      message: other(one.message),
    })),
  });
};

/** All that a review holds but the words of the messages. */
const found = (text: string) => {
  const preview = readPreview(text);
  if (E.isLeft(preview)) throw new Error(preview.left);
  const review = reviewOf(preview.right);
  const names = (some: typeof review.warnings) => some.map(({ name }) => name);
  return {
    hits: hits(review, ruleNames),
    review: { ...review, errors: names(review.errors), warnings: names(review.warnings) },
  };
};

/** What the command ends with for each rule. */
const codes = (file: string, text: string): readonly (number | null)[] => {
  writeFileSync(stack.file(file), text);
  return ["replace-of-started", "cost-again", "abort"].map((rule) => {
    try {
      execFileSync("node", [command, "review", "--fail-on", rule, stack.file(file)], { stdio: "ignore" });
      return 0;
    } catch (error) {
      return (error as { readonly status: number | null }).status; // as `execFileSync` throws it
    }
  });
};

test("other words in all messages of a preview change neither what review finds nor its exit codes", async () => {
  program(1);
  await stack.up();
  const { started, follows, secret, described, failed } = await stack.resources();
  await platform.control("POST", `/tasks/${failed?.id}`, { outcome: "FAILED" });
  program(1, run);
  expect((await stack.tryUp()).code).not.toBe(0);
  // The state knows nothing of these starts: only the provider's lines tell of them.
  for (const task of [started, follows, secret, described])
    await platform.api("POST", `/tasks/${task?.id}/actions/run`);
  await platform.advance(10);
  program(2, run);
  const { text } = await stack.pulumi(["preview", "--json", "--show-sames", "--non-interactive"]);
  const preview = text.slice(text.indexOf("{"));
  const plain = found(preview);
  expect(plain.hits).toStrictEqual([
    "warning",
    "start",
    "cost-again",
    "replace",
    "replace-of-started",
    "maybe-replace-of-started",
  ]);
  expect(
    plain.review.tasks.map(({ name, kind, certainty, past }) => [name, kind, certainty, past?.status]),
  ).toStrictEqual([
    ["described", "update", "sure", "COMPLETED"],
    ["failed", "keep", "sure", "FAILED"],
    ["follows", "replace", "expected", "COMPLETED"],
    ["secret", "replace", "maybe", "COMPLETED"],
    ["started", "replace", "sure", "COMPLETED"],
  ]);
  expect(found(reworded(preview))).toStrictEqual(plain);
  expect(reworded(preview)).not.toMatch(/has been started|will run/);
  expect(codes("reworded.json", reworded(preview))).toStrictEqual(codes("preview.json", preview));
});
