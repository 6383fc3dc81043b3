import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Built } from "./built";
import { Client, items, pick } from "./client";
import { ada, files, seed } from "./seed";

let cli: Built;
beforeAll(() => {
  cli = new Built();
  writeFileSync(join(cli.folder, "seed.json"), JSON.stringify(seed));
});
afterAll(() => cli.remove());

const advance = { "X-SBG-Advance-Access": "advance" };

/** Everything that can be seen of the files: the lists of all folders, and a scroll that goes on. */
const seen = async (client: Client, folders: readonly string[], scroll: string): Promise<unknown> => ({
  lists: await Promise.all(
    folders.map(async (it) =>
      pick((await client.get(`/files?parent=${it}&fields=_all,!href`)).body, "items"),
    ),
  ),
  scroll: items(await client.send("GET", scroll, undefined, advance), "id"),
  bare: (await client.get(`/files/${files.bare}`)).status,
});

test("kill -9 loses nothing of what was done to files, and their lists keep their order", async () => {
  const start = () =>
    cli.emulator("--seed", join(cli.folder, "seed.json"), "--state", join(cli.folder, "state.db"));
  const first = await start();
  const client = new Client(first.url, ada);
  const id = async (path: string, body: object) => String(pick((await client.post(path, body)).body, "id"));
  const project = "ada/lab";
  const folder = await id("/files", { name: "results", project, type: "folder" });
  const copy = await id(`/files/${files.r1}/actions/copy`, { parent: folder, name: "late.fastq" });
  const other = await id(`/files/${files.r1}/actions/copy`, { project, name: "other.fastq" });
  // Into the folder and out of it and in again, an older one after a younger one.
  await client.post(`/files/${other}/actions/move`, { parent: folder });
  const root = String(await client.field("/projects/ada/lab", "root_folder"));
  await client.post(`/files/${copy}/actions/move`, { parent: root });
  await client.post(`/files/${files.r3}/actions/move`, { parent: folder });
  await client.post(`/files/${copy}/actions/move`, { parent: folder });
  await client.patch(`/files/${other}`, { name: "renamed.fastq", tags: ["t"], metadata: { lane: "3" } });
  await client.put(`/files/${files.r2}/tags`, ["kept"]);
  await client.post("/action/files/copy", { project: "division/shared", file_ids: [files.r1, files.r2] });
  const edited = { items: [{ id: files.genome, metadata: { more: "1" } }] };
  await client.post("/bulk/files/edit", edited);
  await client.post("/bulk/files/delete", { file_ids: [files.bare] });
  const page = await client.send("GET", `/files/${folder}/scroll?token=init&limit=1`, undefined, advance);
  const next = String(pick(page.body, "links.0.href")).slice(first.url.length);
  const shared = String(await client.field("/projects/division/shared", "root_folder"));
  const folders = [root, folder, shared];
  const before = await seen(client, folders, next);
  expect(items(await client.get(`/files?parent=${folder}`), "name")).toEqual([
    "s2_1.fastq",
    "late.fastq",
    "renamed.fastq",
  ]);
  expect(pick(before, "bare")).toBe(404);
  await first.stop("SIGKILL");
  for (let n = 0; n < 2; n += 1) {
    const again = await start();
    expect(await seen(new Client(again.url, ada), folders, next)).toEqual(before);
    await again.stop("SIGKILL");
  }
}, 30_000);
