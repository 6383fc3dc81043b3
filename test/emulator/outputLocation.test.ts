import { emulated, items, pick } from "./client";
import { files, fileValue, seed, tool } from "./seed";

const port = (id: string, type: unknown) => ({ id, type, "sbg:fileTypes": "TXT" });
const outputs = [
  port("a", "File"),
  port("b", "File[]"),
  port("c", "Directory"),
  port("d", { type: "record", fields: [{ name: "f", type: "File" }] }),
  port("none", "File?"),
];
const cwl = { ...tool, inputs: [{ id: "one", type: "File?" }], outputs };
const crowded = {
  ...tool,
  inputs: [],
  outputs: [{ ...port("x", "File"), secondaryFiles: [".i", ".i", "^.j"] }],
};
const emulator = emulated({
  seed: {
    ...seed,
    projects: [...(seed.projects ?? []), { id: "ada/there" }],
    files: [
      ...(seed.files ?? []),
      { project: "ada/there", name: "made/before/f.txt" },
      { project: "ada/there", name: "plain" },
      { project: "ada/there", name: "t.x.txt.i" },
    ],
    apps: [
      ...(seed.apps ?? []),
      { id: "ada/lab/places", cwl, optionalOutputs: "null" },
      { id: "ada/lab/crowded", cwl: crowded },
    ],
  },
});

/** A new project in which a task has ended. */
const ended = async (project: string, more: Record<string, unknown>) => {
  const { client } = emulator;
  const made = await client.post("/projects", { name: project });
  const at = String(pick(made.body, "id") ?? `ada/${project}`);
  const id = await client.task({ project: at, app: "ada/lab/places", ...more }, "?action=run");
  await client.advance(20);
  return { id, at };
};

/** Everything in a project, as paths. */
const tree = async (project: string): Promise<string[]> => {
  const { client } = emulator;
  const below = async (query: string, path: string): Promise<string[]> => {
    const { body } = await client.get(`/files?${query}&limit=100&fields=_all`);
    const found = pick(body, "items");
    if (!Array.isArray(found)) throw new Error(JSON.stringify(body));
    const inner = await Promise.all(
      found.map(async (it) => {
        const name = `${path}${pick(it, "name")}`;
        return pick(it, "type") === "file" ? [name] : below(`parent=${pick(it, "id")}`, `${name}/`);
      }),
    );
    return inner.flat();
  };
  return (await below(`project=${project}`, "")).sort();
};

test("all outputs go to the main location, in folders that are made for them", async () => {
  const { client } = emulator;
  const output_location = { main_location: "/Analysis//./<task_id>_<task_name> in <project_id>/<other>/../" };
  const { id, at } = await ended("Main", { name: "a/b", output_location });
  const folder = `Analysis/${id}_a_b in ada_main/<other>`;
  expect(await tree(at)).toEqual(
    ["a_b.a.txt", "a_b.b_1.txt", "a_b.b_2.txt", "a_b.c/listing.txt", "a_b.d_f.txt"].map(
      (it) => `${folder}/${it}`,
    ),
  );
  expect(await client.field(`/tasks/${id}`, "outputs.a.dirname")).toBe(`/Projects/${at}/${folder}/`);
});

test("outputs that are named have their own location, the others the main one or the top", async () => {
  const nodes_location = {
    a: { output_location: "/only/a" },
    b: { output_location: "volumes://v/x", output_location_alias: "/alias" },
    c: { output_location: "" },
    d: {},
    none: { output_location: "/never" },
  };
  const override = { nodes_override: true, nodes_location };
  const main = await ended("Override", { output_location: { ...override, main_location: "main" } });
  expect(await tree(main.at)).toEqual([
    "main/t.c/listing.txt",
    "main/t.d_f.txt",
    "only/a/t.a.txt",
    "t.b_1.txt",
    "t.b_2.txt",
  ]);
  const top = await ended("Top", { output_location: override });
  expect(await tree(top.at)).toEqual([
    "only/a/t.a.txt",
    "t.b_1.txt",
    "t.b_2.txt",
    "t.c/listing.txt",
    "t.d_f.txt",
  ]);
  const off = await ended("Off", { output_location: { nodes_override: false, nodes_location } });
  expect((await tree(off.at))[0]).toBe("t.a.txt");
});

test("folders that are there are used, also by several tasks that end at once, and names are given once in each", async () => {
  const { client } = emulator;
  const body = { project: "ada/there", app: "ada/lab/places" };
  const inside = { ...body, output_location: { main_location: "/made/before" } };
  await client.task({ ...inside, name: "n" }, "?action=run");
  await client.task({ ...inside, name: "n" }, "?action=run");
  await client.task({ ...body, name: "p", output_location: { main_location: "plain/new" } }, "?action=run");
  await client.task({ ...body, name: "q", output_location: { main_location: "fresh" } }, "?action=run");
  await client.task({ ...body, name: "r", output_location: { main_location: "fresh" } }, "?action=run");
  await client.advance(20);
  const found = await tree("ada/there");
  const in_ = (folder: string) =>
    found.filter((it) => it.startsWith(folder)).map((it) => it.slice(folder.length));
  const of = (name: string) =>
    ["a.txt", "b_1.txt", "b_2.txt", "c/listing.txt", "d_f.txt"].map((it) => `${name}.${it}`);
  expect(in_("made/before/")).toEqual([...of("_1_n"), "f.txt", ...of("n")]);
  expect(in_("_1_plain/new/")).toEqual(of("p"));
  expect(in_("fresh/")).toEqual([...of("q"), ...of("r")]);
  expect(items(await client.get("/files?project=ada/there&name=fresh"), "type")).toHaveLength(1);
});

test("the children of a batch have separate locations", async () => {
  const { at } = await ended("Batch", {
    name: "b",
    inputs: { one: [files.r1, files.r3].map(fileValue) },
    batch_input: "one",
    batch_by: { type: "ITEM" },
    output_location: { main_location: "/<task_name>" },
  });
  expect(await tree(at)).toEqual(
    ["s1_1.fastq", "s2_1.fastq"].flatMap((name) =>
      ["a.txt", "b_1.txt", "b_2.txt", "c/listing.txt", "d_f.txt"].map((it) => `b - ${name}/${name}.${it}`),
    ),
  );
});

test("a secondary file's name is free in its folder, or both get another", async () => {
  const { client } = emulator;
  const id = await client.task({ project: "ada/there", app: "ada/lab/crowded" }, "?action=run");
  await client.advance(20);
  const { body } = await client.get(`/tasks/${id}?fields=outputs.x.name,outputs.x.secondaryFiles.name`);
  expect(body).toEqual({
    outputs: {
      x: { name: "_1_t.x.txt", secondaryFiles: [{ name: "_1_t.x.txt.i" }, { name: "_1_t.x.j" }] },
    },
  });
});
