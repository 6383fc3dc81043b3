import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import * as E from "fp-ts/Either";
import { markdown } from "./review/markdown";
import { readPreview } from "./review/preview";
import { reviewOf } from "./review/read";
import { hits, isRule, type Rule, ruleNames, rules } from "./review/rules";
import { UsageError, usageError } from "./usage";

const shortest = 3000;

const help = `pulumi preview --json --show-sames | pulumi-sevenbridges review [options] [file]

Prints Markdown for a pull request: what starts now, what is paid for a second time and what that had cost, what is
aborted; then each task, why it changes, and a graph. Reads what pulumi preview --json prints, from a file or from stdin.
It asks nobody anything. --show-sames puts what is unchanged into the graph; without it that is counted.

  --fail-on <rule>[,…]  exit with 1 where one of these is so; the Markdown is printed all the same, and names it
  --title <text>        what the comment is about, where there are several: part of the first line and of the marker
  --max-chars <n>       fold until it is no longer than this (default 60000, at least ${shortest}; GitHub takes 65536)
  --help, -h            this text

Rules of --fail-on:
${ruleNames.map((name) => `  ${name.padEnd(26)}${rules[name][0]}`).join("\n")}

Exit codes: 0, or 1 where a rule of --fail-on hits, or 2 where it was called wrongly or was given something else to read.`;

/** Prints the review of a preview. */
export const review = async (args: readonly string[]): Promise<void> => {
  const flags = read(args);
  if (flags.help) {
    console.log(help);
    return;
  }
  const preview = readPreview(await givenArgs(flags.file));
  if (E.isLeft(preview)) throw new UsageError(preview.left);
  const found = reviewOf(preview.right);
  const hit = hits(found, flags.failOn);
  const { title, maxChars } = flags;
  process.stdout.write(markdown(found, { ...(title === undefined ? {} : { title }), hits: hit, maxChars }));
  if (hit.length > 0) {
    console.error(`The review fails on ${hit.join(", ")}.`);
    process.exitCode = 1;
  }
};

const givenArgs = async (file: string | undefined): Promise<string> => {
  if (file === undefined) return text(process.stdin);
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new UsageError(`${file} cannot be read.`);
  }
};

interface Flags {
  readonly help: boolean;
  readonly file: string | undefined;
  readonly failOn: readonly Rule[];
  readonly title: string | undefined;
  readonly maxChars: number;
}

const read = (args: readonly string[]): Flags => {
  const { values, positionals } = parseFlags(args);
  if (positionals.length > 1)
    throw new UsageError("One file at a time: see pulumi-sevenbridges review --help.");
  return {
    help: values.help === true,
    file: positionals[0],
    failOn: (values["fail-on"] ?? []).flatMap((list) => list.split(",")).map(ruleIn),
    title: values.title,
    maxChars: charsIn(values["max-chars"]),
  };
};

const ruleIn = (name: string): Rule => {
  const rule = name.trim();
  if (isRule(rule)) return rule;
  throw new UsageError(`--fail-on has no rule ${rule}. Rules: ${ruleNames.join(", ")}.`);
};

const charsIn = (given: string | undefined): number => {
  if (given === undefined) return 60_000;
  const chars = Number(given);
  if (Number.isInteger(chars) && chars >= shortest) return chars;
  throw new UsageError(`--max-chars must be a whole number of at least ${shortest}, not ${given}.`);
};

const parseFlags = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        "fail-on": { type: "string", multiple: true },
        title: { type: "string" },
        "max-chars": { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError(usageError("review", error));
  }
};
