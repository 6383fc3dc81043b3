import type { Platform } from "../support/platform";
import { base, inputs } from "../support/seed";
import { allOnOneStack, type Stack } from "../support/stack";
import { idsIn, initLike, select, statuses, writesOf } from "../support/states";

/* What becomes of drafts while `sevenbridges:ownerLine` changes: no orphan is left, and no line blames an import that never was. */

let platform: Platform;
let stack: Stack;
allOnOneStack((itsPlatform, itsStack) => {
  platform = itsPlatform;
  stack = itsStack;
});

/** `true` is what an unset one means. */
const values = ["true", "red", "blue", "false"] as const;
type Value = (typeof values)[number];

/** A draft that is created under the first value, edited or imported by another stack under the second, and deleted under the third. */
interface Row {
  readonly name: string;
  readonly line: readonly [Value, Value, Value];
}
const row = (kind: string, ...line: Row["line"]): Row => ({ name: [kind, ...line].join("-"), line });

const edited = values.flatMap((a) => values.flatMap((b) => values.map((c) => row("edited", a, b, c))));
/** Every two values meet. */
const imported = values.flatMap((a, i) =>
  values.flatMap((b, j) => {
    const c = values[(i + j) % values.length];
    return c === undefined ? [] : [row("imported", a, b, c)];
  }),
);
const rows = [...edited, ...imported];
const namesOf = (those: readonly Row[]): readonly string[] => those.map(({ name }) => name);

const draft = (name: string, threads: number, options = ""): string =>
  `new sb.DraftTask("${name}", { ${base}, inputs: { ${inputs}, threads: ${threads} } }, { ${options} });`;

/** An update of the resources alone whose value at a place is this one: the others are not looked at. */
const update = (name: string, those: readonly Row[], place: 0 | 1 | 2, value: Value): Promise<string> =>
  stack.up(
    "--config",
    `sevenbridges:ownerLine=${value}`,
    ...those
      .filter(({ line }) => line[place] === value)
      .flatMap((its) => [
        "--target",
        `urn:pulumi:${name}::lab::pulumi-nodejs:dynamic/sevenbridges:DraftTask::${its.name}`,
      ]),
  );

const state = (those: readonly Row[], ids: Readonly<Record<string, string>>): object =>
  Object.fromEntries(those.map(({ name }) => [ids[name], "DRAFT"]));

test("any three values of ownerLine for create, edit or import, and delete: each draft is deleted once, by those who hold it", async () => {
  stack.program(...rows.map(({ name }) => draft(name, 1)));
  for (const value of values) await update("dev", rows, 0, value);
  const ids = await idsIn(stack);
  expect(Object.keys(ids).toSorted()).toStrictEqual(namesOf(rows).toSorted());
  expect(await statuses(platform)).toStrictEqual(state(rows, ids));
  await platform.log();

  stack.program(...edited.map(({ name }) => draft(name, 2)), ...imported.map(({ name }) => draft(name, 1)));
  for (const value of values) await update("dev", edited, 1, value);
  expect(await writesOf(platform)).toStrictEqual(
    edited.map(({ name }) => `PATCH /tasks/${ids[name]}`).toSorted(),
  );

  await initLike(stack, "other", "dev");
  stack.program(...imported.map(({ name }) => draft(name, 1, `import: "${ids[name]}"`)));
  for (const value of values) await update("other", imported, 1, value);
  expect(await idsIn(stack)).toStrictEqual(Object.fromEntries(imported.map(({ name }) => [name, ids[name]])));
  const replaceTag = imported.filter(({ line: [first, second] }) => first !== "false" && second !== "false");
  expect(await writesOf(platform)).toStrictEqual(
    replaceTag.map(({ name }) => `PATCH /tasks/${ids[name]}`).toSorted(),
  );

  await select(stack, "dev");
  stack.program();
  const texts: string[] = [];
  for (const value of values) texts.push(await update("dev", rows, 2, value));
  const blamed = new Set(
    [...texts.join("\n").matchAll(/sb:(\S+): task (\S+) is now managed by another resource/g)].map(
      ([, name, id]) => `${name} ${id}`,
    ),
  );
  expect([...blamed].toSorted()).toStrictEqual(
    replaceTag.map(({ name }) => `${name} ${ids[name]}`).toSorted(),
  );
  expect(await idsIn(stack)).toStrictEqual({});
  expect(await statuses(platform)).toStrictEqual(state(replaceTag, ids));

  await select(stack, "other");
  await stack.destroy();
  expect(await statuses(platform)).toStrictEqual({});
});
