import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmulatorOptions, startEmulator } from "../../emulator";
import { Client, items, pick } from "./client";
import { echo } from "./seed";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sevenbridges-seed-"));
  mkdirSync(join(folder, "apps"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const users = [{ username: "ada", token: "t" }];
const projects = [{ id: "ada/lab" }];

/** A seed of any shape, as it may come from a file or from JavaScript. */
const start = (seed: unknown) => {
  const options: EmulatorOptions = {};
  Reflect.set(options, "seed", seed);
  return startEmulator(options);
};

test("a seed file names CWL files beside it, in JSON and YAML, and the same id again is the next revision", async () => {
  writeFileSync(join(folder, "apps/a.json"), JSON.stringify(echo));
  writeFileSync(join(folder, "apps/b.yaml"), "class: CommandLineTool\nlabel: B\ninputs: {}\noutputs: {}\n");
  const apps =
    "[{ id: ada/lab/a, cwl: apps/a.json }, { id: ada/lab/a, cwl: apps/b.yaml }, { id: ada/lab/b/4, cwl: { class: Workflow } }]";
  const path = join(folder, "seed.yaml");
  writeFileSync(path, `users: [{ username: ada, token: t }]\nprojects: [{ id: ada/lab }]\napps: ${apps}\n`);
  const emulator = await startEmulator({ seed: path });
  try {
    const client = new Client(emulator.url, emulator.token);
    expect(items(await client.get("/apps"), "id")).toEqual(["ada/lab/a/1", "ada/lab/b/4"]);
    expect(await client.field("/apps/ada/lab/a/0/raw", "inputs")).toEqual([
      { id: "message", type: "string?" },
      { id: "one", type: "File?" },
    ]);
  } finally {
    await emulator.close();
  }
});

test("ids that a seed does not give are the same in every run", async () => {
  const seen: unknown[] = [];
  for (let run = 0; run < 2; run += 1) {
    const emulator = await start({ users, projects, files: [{ project: "ada/lab", name: "x/a.txt" }] });
    const client = new Client(emulator.url, emulator.token);
    const [x] = items(await client.get("/files?project=ada/lab"), "id");
    seen.push(
      (await client.get(`/files/${items(await client.get(`/files?parent=${x}`), "id")[0]}?fields=!href`))
        .body,
    );
    await emulator.close();
  }
  expect(pick(seen[0], "name")).toBe("a.txt");
  expect(seen[1]).toEqual(seen[0]);
});

test("without a seed the examples' is served", async () => {
  const emulator = await startEmulator();
  try {
    const client = new Client(emulator.url, emulator.token);
    expect(items(await client.get("/apps"), "id")).not.toEqual([]);
  } finally {
    await emulator.close();
  }
});

describe("a wrong seed is refused with one sentence that names the place", () => {
  const files = [{ project: "ada/lab", name: "a" }];
  test.each([
    [[], "The seed must be an object with users, projects, files and apps."],
    [{ user: [] }, "user is not part of a seed: it has users, projects, files and apps."],
    [{ users: {} }, "users must be a list."],
    [{}, "users must name at least one user: nobody could use the emulator."],
    [{ users: ["ada"] }, "users[0] must be an object with username, token."],
    [{ users: [{ username: "ada" }] }, "users[0].token must be a text that is not empty."],
    [{ users: [{ username: "ada", token: 5 }] }, "users[0].token must be a text that is not empty."],
    [
      { users: [{ username: "ada", token: "a b" }] },
      "users[0].token must be of plain characters, no spaces.",
    ],
    [{ users: [{ username: "ada", token: "é" }] }, "users[0].token must be of plain characters, no spaces."],
    [{ users: [...users, { username: "bob", token: "t" }] }, "users[1].token is the token of ada already."],
    [{ users, projects: [{ id: "lab" }] }, "projects[0].id must be owner/project."],
    [
      { users, projects: [{ id: "ada/lab", title: "x" }] },
      "projects[0].title is unknown: known are id, name, settings, public, members.",
    ],
    [{ users, files }, "files[0].project is ada/lab, which is not among the projects."],
    [{ users, projects, files: [...files, ...files] }, "files[1].name is a, which is there twice."],
    [
      { users, projects, files: [...files, ...files.map((it) => ({ ...it, id: "a".repeat(24) }))] },
      "files[1].name is a, which is there twice.",
    ],
    [
      { users, projects, files: files.map((it) => ({ ...it, metadata: { deep: { er: 1 } } })) },
      "files[0].metadata can not be taken: Metadata field deep must be a text of at most 300 bytes.",
    ],
    [{ users, projects, files: [{ ...files[0], id: "7" }] }, "files[0].id must be 24 hex characters."],
    [{ users, projects, files: [{ ...files[0], size: -1 }] }, "files[0].size must be a whole number."],
    [{ users, projects, files: [{ ...files[0], metadata: "x" }] }, "files[0].metadata must be an object."],
    [
      { users, projects, apps: [{ id: "ada/lab" }] },
      "apps[0].id must be owner/project/app, or owner/project/app/revision.",
    ],
    [
      { users, projects, apps: [{ id: "bob/x/y" }] },
      "apps[0].id is in bob/x, which is not among the projects.",
    ],
    [
      { users, projects, apps: [{ id: "ada/lab/x", cwl: {} }] },
      "apps[0].cwl must be a CWL document, or the path of one: it has no class.",
    ],
    [
      { users, projects, apps: [{ id: "ada/lab/x", cwl: "x.cwl" }] },
      "apps[0].cwl must be a CWL document: there is no folder to find a path in.",
    ],
  ])("%j", async (seed, message) => {
    await expect(start(seed)).rejects.toThrow(new Error(message));
  });

  test("an app's file that is not there, and a seed that is no YAML", async () => {
    const path = join(folder, "wrong.yaml");
    writeFileSync(path, "users: []\nprojects: [{ id: a/b }]\napps: [{ id: a/b/c, cwl: none.cwl }]\n");
    await expect(start(path)).rejects.toThrow(/^apps\[0\]\.cwl: none\.cwl can not be read: ENOENT/);
    writeFileSync(path, "users: []\napps: &a [*a]\n");
    await expect(start(path)).rejects.toThrow(
      / is neither YAML nor JSON: It is nested too deeply, or contains itself\./,
    );
    truncateSync(path, 33 * 1024 * 1024);
    await expect(start(path)).rejects.toThrow(
      / can not be read: it has 34603008 bytes, and 33554432 is the most\.$/,
    );
    writeFileSync(path, "users: [");
    await expect(start(path)).rejects.toThrow(/^The seed file .*wrong\.yaml is neither YAML nor JSON: /);
  });
});
