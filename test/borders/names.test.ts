import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/* One name has one meaning. What is declared at the top of a file is looked for by its name. */

const root = join(__dirname, "../..");

interface Declared {
  readonly file: string;
  readonly name: string;
  readonly isFunction: boolean;
}

const declaredIn = (pattern: string): readonly Declared[] =>
  globSync(pattern, { cwd: root }).flatMap((file) =>
    [
      ...readFileSync(join(root, file), "utf8").matchAll(
        /^(?:export )?(?:const|interface|type|class|function) (\w+)(?: = (async |<|\(|\w+ =>))?/gm,
      ),
    ].map(([, name = "", start]) => ({ file, name, isFunction: start !== undefined })),
  );

/** What the engine calls: each of the two resources has these. */
const verbs = ["check", "create", "diff", "read", "remove", "update"];

test("in host/ no two functions have the same name, but for the verbs of the two resources", () => {
  const functions = declaredIn("provider/host/**/*.ts").filter(
    ({ name, isFunction }) => isFunction && !verbs.includes(name),
  );
  const twice = functions.filter(({ name, file }) =>
    functions.some((other) => other.name === name && other.file !== file),
  );
  expect(twice).toStrictEqual([]);
});

/** Names that said nothing of what they are. */
const unclear = [
  ...[
    "Host",
    "clientAtHome",
    "clientWhereItIs",
    "findTask",
    "lookAt",
    "sameHome",
    "asItStands",
    "byState",
    "Ask",
  ],
  ...[
    "inItsTime",
    "inAHurry",
    "forChecks",
    "Unasked",
    "observed",
    "worded",
    "ranOtherwise",
    "clearing",
    "takeOwn",
  ],
  ...[
    "Seeker",
    "claimOn",
    "takenOver",
    "carriedOut",
    "synced",
    "followStarted",
    "overtaken",
    "caughtUp",
    "noticed",
  ],
  ...[
    "replanned",
    "shortcomings",
    "shortOf",
    "withoutOwnResults",
    "Checking",
    "unlooked",
    "carriedOn",
    "attempted",
  ],
  ...[
    "Job",
    "takenUp",
    "foundAgain",
    "labelled",
    "relabel",
    "withLine",
    "endingIn",
    "openWhole",
    "Hidden",
    "Spare",
  ],
  ...[
    "encodeRestated",
    "encodeRecord",
    "strangersAttempts",
    "learnt",
    "insteadOf",
    "standsIn",
    "leadingTo",
    "aheadOf",
  ],
  ...[
    "misnamed",
    "settled",
    "RunSeen",
    "priced",
    "judged",
    "hinted",
    "likeness",
    "ladder",
    "Knock",
    "World",
    "troubled",
  ],
  ...["Arrivals", "RunNow", "Budget"],
];

test("nothing has one of the names that were replaced", () => {
  const found = ["provider", "cli", "emulator"]
    .flatMap((folder) => declaredIn(`${folder}/**/*.ts`))
    .filter(({ name }) => unclear.includes(name));
  expect(found).toStrictEqual([]);
});
