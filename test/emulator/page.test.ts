import { fileId } from "../../emulator/ids";
import { rootFolder } from "../../emulator/store/roots";
import { emulated } from "./client";
import { alone, anyTime, batch, readPage } from "./pageText";
import { ada, files } from "./seed";

const emulator = emulated({ taskSeconds: 1000 });

describe("the overview", () => {
  test("shows the projects with their tasks by status and their files, and the newest tasks", () =>
    alone(async (client) => {
      await client.task({ name: "first" });
      const run = await client.task({ name: "second" }, "?action=run");
      await client.task({ ...batch, name: "third" });
      await client.control("POST", `/tasks/${run}`, { requeue: false });
      await client.advance(300);
      const page = await readPage(client, "/");
      expect(page.status).toBe(200);
      expect(page.title).toBe("Overview · Seven Bridges emulator");
      expect(page.headings).toEqual(["Overview", "Projects", "Newest tasks"]);
      expect(page.tables).toEqual({
        Projects: [
          ["Project", "Tasks", "Files"],
          ["Lab ada/lab", "RUNNING 1 DRAFT 2", "6"],
          ["Private bob/private", "none", "1"],
          ["Shared division/shared", "none", "0"],
        ],
        "Newest tasks": [
          ["Task", "Project", "Status", "Progress", "Created"],
          ["third batch align/0", "Lab", "DRAFT", "–", anyTime],
          ["second echo/1", "Lab", "RUNNING", "0 of 1 step", anyTime],
          ["first echo/1", "Lab", "DRAFT", "–", anyTime],
        ],
      });
      expect(page.main).toMatch("All 3 RUNNING 1 DRAFT 2");
      expect(page.main).toMatch(`Clients use ${client.url}, with the token`);
      expect(page.main).toMatch("by the emulator's clock, which was moved 5 min ahead.");
    }));

  test("says on every page that nothing is executed", async () => {
    const { markup } = await readPage(emulator.client, "/");
    expect(markup).toMatch("This is the emulator, not the platform: nothing is executed.");
  });

  test("says so where there is nothing", () =>
    alone(
      async (client) => {
        const { main, tables } = await readPage(client, "/");
        expect(tables).toEqual({});
        expect(main).toMatch("There are no projects.");
        expect(main).toMatch("There are no tasks yet.");
      },
      { seed: { users: [{ username: "ada", token: ada }] } },
    ));
});

describe("lists", () => {
  test("have pages of 50, and a page that is not there is the nearest one", () =>
    alone(async (client) => {
      for (let n = 1; n <= 120; n += 1) await client.task({ name: `t${n}` });
      const names = async (query: string) => {
        const { tables, main } = await readPage(client, `/projects/ada/lab${query}`);
        const rows = tables.Tasks ?? [];
        const pager = /Previous .* Next/.exec(main)?.[0];
        return [rows.length - 1, rows[1]?.[0], rows.at(-1)?.[0], pager];
      };
      const first = [50, "t120 echo/1", "t71 echo/1", "Previous 1–50 of 120 Next"];
      expect(await names("")).toEqual(first);
      expect(await names("?tasks=2")).toEqual([
        50,
        "t70 echo/1",
        "t21 echo/1",
        "Previous 51–100 of 120 Next",
      ]);
      const last = [20, "t20 echo/1", "t1 echo/1", "Previous 101–120 of 120 Next"];
      expect(await names("?tasks=3")).toEqual(last);
      expect(await names("?tasks=4")).toEqual(last);
      for (const wrong of ["0", "-1", "1.5", "x", "", "1e99"]) {
        expect(await names(`?tasks=${wrong}`)).toEqual(first);
      }
      const { markup } = await readPage(client, "/projects/ada/lab?status=DRAFT&tasks=2");
      expect(markup).toMatch('<a href="?status=DRAFT&amp;tasks=3#tasks">Next</a>');
    }));

  test("of tasks show one status, with the counts of all", async () => {
    const { client } = emulator;
    await client.task({ project: "division/shared", name: "draft" });
    await client.task({ project: "division/shared", name: "queued" }, "?action=run");
    const page = await readPage(client, "/projects/division/shared?status=queued");
    expect(page.tables.Tasks?.map(([name]) => name)).toEqual(["Task", "queued echo/1"]);
    expect(page.main).toMatch("All 2 QUEUED 1 DRAFT 1");
    const none = await readPage(client, "/projects/division/shared?status=FAILED");
    expect(none.main).toMatch("All 2 QUEUED 1 DRAFT 1 FAILED 0");
    expect(none.main).toMatch("None is FAILED now.");
    const unknown = await readPage(client, "/projects/division/shared?status=LOST");
    expect(unknown.tables.Tasks).toHaveLength(3);
  });
});

describe("a project", () => {
  test("shows its folders and files", async () => {
    const page = await readPage(emulator.client, "/projects/ada/lab");
    expect(page.title).toBe("Lab · Seven Bridges emulator");
    expect(page.headings).toEqual(["Lab", "Tasks", "Files and folders"]);
    expect(page.facts).toEqual({ Created: "2024-01-01 00:00:00 by ada" });
    expect(page.tables["Files and folders"]).toEqual([
      ["Name", "Size", "Made by", "Changed"],
      ["folder old", "1 entry", "–", "2024-01-01 00:00:00"],
      ["genome.fa", "100 bytes", "–", "2024-01-01 00:00:00"],
      ["bare.fastq", "100 bytes", "–", "2024-01-01 00:00:00"],
      ["s2_1.fastq", "100 bytes", "–", "2024-01-01 00:00:00"],
      ["s1_2.fastq", "100 bytes", "–", "2024-01-01 00:00:00"],
      ["s1_1.fastq", "100 bytes", "–", "2024-01-01 00:00:00"],
    ]);
  });

  test("of any user is shown", async () => {
    expect((await readPage(emulator.client, "/projects/bob/private")).headings[0]).toBe("Private");
  });
});

describe("a file", () => {
  test("shows its size, its metadata and its tags", async () => {
    const page = await readPage(emulator.client, `/files/${files.genome}`);
    expect(page.title).toBe("genome.fa · Seven Bridges emulator");
    expect(page.headings).toEqual(["genome.fa", "Metadata"]);
    expect(page.facts).toEqual({
      Size: "100 bytes",
      Created: "2024-01-01 00:00:00",
      Tags: "reference",
      Id: files.genome,
    });
    expect(page.tables.Metadata).toEqual([
      ["Field", "Value"],
      ["species", "human"],
    ]);
    expect((await readPage(emulator.client, `/files/${files.bare}`)).main).toMatch("It has no metadata.");
  });

  test("that a task has made links to it", async () => {
    const { client } = emulator;
    const { reads, genome } = batch.inputs;
    const id = await client.task(
      { app: "ada/lab/align", name: "maker", inputs: { reads, genome } },
      "?action=run",
    );
    await client.advance(1000);
    const bam = await client.field(`/tasks/${id}`, "outputs.bam.path");
    const page = await readPage(client, `/files/${bam}`);
    expect(page.facts["Made by"]).toBe("maker");
    expect(page.markup).toMatch(`<a href="/tasks/${id}">`);
  });

  test("in folders is found through them", async () => {
    const [old, run] = [fileId("ada/lab", "old"), fileId("ada/lab", "old/run 1")];
    const folder = await readPage(emulator.client, `/files/${old}`);
    expect(folder.headings).toEqual(["old", "In this folder"]);
    expect(folder.tables["In this folder"]?.[1]?.slice(0, 2)).toEqual(["folder run 1", "1 entry"]);
    const inner = await readPage(emulator.client, `/files/${run}`);
    expect(inner.main).toMatch("Overview Lab old run 1 run 1");
    expect(inner.tables["In this folder"]?.[1]?.[0]).toBe("a.txt");
    const root = await readPage(emulator.client, `/files/${rootFolder("ada/lab")}`);
    expect(root.headings).toEqual(["Root folder of Lab", "In this folder"]);
  });
});
