import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/* Text reaches people through few modules, each of which makes it safe. Nothing goes around them. */

const root = join(__dirname, "../..");

/** What prints or throws, and the only files that may. */
const edges: readonly (readonly [what: string, pattern: RegExp, files: readonly string[]])[] = [
  [
    "print from the package",
    /\bconsole\b/,
    [
      "provider/host/session/log.ts",
      // The help texts, and messages that are made safe.
      "cli/declare.ts",
      "cli/doctor.ts",
      "cli/emulator.ts",
      "cli/index.ts",
      "cli/review.ts",
    ],
  ],
  // `doctor` asks a fixed question there.
  [
    "write to a stream",
    /\bprocess\.std(out|err)\b/,
    ["cli/declare.ts", "cli/doctor/consent.ts", "cli/review.ts"],
  ],
  ["log from a program", /\bpulumi\.log\b|from "@pulumi\/pulumi\/log"/, ["provider/program/programLog.ts"]],
  [
    "end a program",
    /\bnew (pulumi\.)?(RunError|ResourceError|InputPropert\w+Error)\b/,
    ["provider/program/programError.ts"],
  ],
  ["make an error", /\bnew \w*Error\(/, ["provider/api/transport/proxy.ts", "provider/host/protocol.ts"]],
  [
    "make a kind of error",
    /\bclass \w+ extends \w*Error\b/,
    ["provider/host/failure.ts", "provider/host/protocol.ts", "cli/doctor/app.ts", "cli/usage.ts"],
  ],
  ["refuse in a check", /\bfailures: \[(?!\])/, ["provider/host/index.ts"]],
  ["refuse in a check with a custom reason", /\bproperty: ""/, ["provider/host/session/checked.ts"]],
  ["warn through Node", /\bemitWarning\b/, ["provider/program/programError.ts"]],
];

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");

test.each(edges)("only the modules that make text safe %s", (what, pattern, files) => {
  const places = what === "make an error" ? ["provider/**/*.ts"] : ["provider/**/*.ts", "cli/**/*.ts"];
  const found = globSync(places, { cwd: root }).filter((file) =>
    pattern.test(withoutComments(readFileSync(join(root, file), "utf8"))),
  );
  expect(found.toSorted()).toStrictEqual(files.toSorted());
});

test.each([
  "provider/host/session/log.ts",
  "provider/host/session/checked.ts",
  "provider/host/protocol.ts",
  "provider/program/programLog.ts",
  "provider/program/programError.ts",
  "cli/index.ts",
  "cli/declare.ts",
  "cli/doctor.ts",
])("%s makes text safe", (file) => {
  expect(readFileSync(join(root, file), "utf8")).toMatch(/\bsafe(Text|Lines)\(/);
});
