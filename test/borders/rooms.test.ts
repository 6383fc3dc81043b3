import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/*
 * Which folder may import which, inside `host/` and `model/`: docs/architecture.md. The borders between the folders of `provider/` are
 * in biome.json.
 */

const root = join(__dirname, "../../provider");

const files: ReadonlySet<string> = new Set(
  globSync("**/*.ts", { cwd: root }).map((file) => file.slice(0, -3)),
);

/** The files that a file imports, from `provider/`. */
const importsOf = (file: string): readonly string[] =>
  [
    ...readFileSync(join(root, `${file}.ts`), "utf8").matchAll(/(?:from|import\(|require\() ?"(\.[^"]+)"/g),
  ].map(([, path = ""]) => {
    const target = normalize(join(dirname(file), path));
    return files.has(target) ? target : `${target}/index`;
  });

/** Folders from the top to the bottom; those of one line do not import each other. A file is named where it has another place. */
const orders: Readonly<Record<string, readonly (readonly string[])[]>> = {
  host: [
    ["host/index"],
    ["host/draftTask", "host/taskRun"],
    ["host/preflight"],
    ["host/import"],
    ["host/recovery"],
    ["host/apply"],
    ["host/guards"],
    ["host/waiting"],
    ["host/drift"],
    ["host/session"],
    ["host"],
  ],
  model: [["model"], ["model/run"], ["model/task"], ["model/tags"], ["model/values"], ["model/codecs"]],
};

describe.each(Object.entries(orders))("in %s/", (room, order) => {
  const placeOf = (file: string): number =>
    order.findIndex((names) => names.includes(file) || names.includes(dirname(file)));
  const inside = [...files].filter((file) => file.startsWith(`${room}/`));

  test("each folder has its place in the order", () => {
    expect(inside.filter((file) => placeOf(file) < 0)).toStrictEqual([]);
  });

  test("no import runs up, or across", () => {
    const wrong = inside.flatMap((file) =>
      importsOf(file)
        .filter(
          (target) =>
            target.startsWith(`${room}/`) &&
            dirname(target) !== dirname(file) &&
            placeOf(target) <= placeOf(file),
        )
        .map((target) => `${file} imports ${target}`),
    );
    expect(wrong).toStrictEqual([]);
  });
});
