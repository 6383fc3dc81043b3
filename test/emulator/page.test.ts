import { startEmulator } from "../../emulator";
import { fileId } from "../../emulator/ids";
import { rootFolder } from "../../emulator/store/roots";
import { Client, emulated, items, pick } from "./client";
import { originOf, readPage } from "./pageText";
import { ada, bob, files, fileValue, seed } from "./seed";

const emulator = emulated({ taskSeconds: 1000 });
const time = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
const timeBy = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d by ada$/);

const batch = {
  app: "ada/lab/align",
  inputs: { reads: [files.r1, files.r2, files.r3].map(fileValue), genome: fileValue(files.genome) },
  batch: true,
  batch_input: "reads",
  batch_by: { type: "CRITERIA", criteria: ["metadata.sample_id"] },
};

/** An emulator of one test's own. */
const alone = async (work: (client: Client) => Promise<void>, options = {}): Promise<void> => {
  const other = await startEmulator({ seed, taskSeconds: 1000, rateLimit: 1_000_000, ...options });
  try {
    await work(new Client(other.url, ada));
  } finally {
    await other.close();
  }
};

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
          ["third batch align/0", "Lab", "DRAFT", "–", time],
          ["second echo/1", "Lab", "RUNNING", "0 of 1 step", time],
          ["first echo/1", "Lab", "DRAFT", "–", time],
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

describe("a task", () => {
  test("that is a draft shows its errors and its inputs", async () => {
    const { client } = emulator;
    const id = await client.task({
      app: "ada/lab/align",
      name: "align",
      description: "For the paper.",
      inputs: { reads: [fileValue(files.r1)], limits: { depth: 3, note: "n" }, threads: 4 },
      execution_settings: { instance_type: "c4.2xlarge;ebs-gp2;2000" },
    });
    const page = await readPage(client, `/tasks/${id}`);
    expect(page.title).toBe("DRAFT · align · Seven Bridges emulator");
    expect(page.headings).toEqual(["align", "Errors", "Inputs", "Outputs"]);
    expect(page.main).toMatch("Overview Lab align align DRAFT Errors Missing required input");
    expect(page.facts).toEqual({
      Description: "For the paper.",
      App: "ada/lab/align/0",
      Created: timeBy,
      "Interruptible instances": "no",
      "Execution settings": expect.stringMatching("instance_type c4.2xlarge;ebs-gp2;2000"),
      Id: id,
    });
    expect(page.tables.Inputs).toEqual([
      ["Port", "Value"],
      ["reads", "s1_1.fastq"],
      ["genome", "not set"],
      ["threads", "4"],
      ["fraction", "not set"],
      ["mode", "not set"],
      ["limits", "depth 3 note n"],
      ["paired", "not set"],
      ["scratch", "not set"],
    ]);
    expect(page.tables.Outputs?.map(([, value]) => value).slice(1)).toEqual(Array(5).fill("not set"));
  });

  test("that has ended shows its outputs, how long it took and its price", async () => {
    const { client } = emulator;
    const { reads, genome } = batch.inputs;
    const id = await client.task(
      { app: "ada/lab/align", name: "done", inputs: { reads: [reads[0]], genome } },
      "?action=run",
    );
    await client.advance(1000);
    const page = await readPage(client, `/tasks/${id}`);
    expect(page.main).toMatch("done COMPLETED 1 of 1 step");
    expect(page.facts).toMatchObject({
      Started: timeBy,
      Ended: time,
      Took: "16 min 40 s",
      "Price (made up)": "$0.11",
    });
    expect(page.tables.Outputs).toEqual([
      ["Port", "Value"],
      ["bam", "done.bam.bam with done.bam.bam.bai"],
      ["logs", "done.logs"],
      ["parts", "done.parts_1.out done.parts_2.out"],
      ["stats", "mapped 42 rate 0.5"],
      ["verdict", "pass"],
    ]);
  });

  test("that is a batch shows its children with their groups and states once they are there", async () => {
    const { client } = emulator;
    const id = await client.task({ ...batch, name: "many" }, "?action=run");
    await client.control("POST", `/tasks/${id}`, { children: { s2: "FAILED" }, requeue: false });
    const creating = await readPage(client, `/tasks/${id}`);
    expect(creating.main).toMatch("many CREATING batch App");
    expect(creating.headings).toEqual(["many", "Children", "Inputs"]);
    await client.advance(500);
    const running = await readPage(client, `/tasks/${id}`);
    expect(running.main).toMatch("many RUNNING batch 0 of 2 children");
    expect(running.facts).toMatchObject({ "Batch input": "reads", "Batch by": "metadata.sample_id" });
    const head = ["Group", "Task", "Status", "Progress", "Created"];
    expect(running.tables.Children).toEqual([
      head,
      ["s1", "many - s1", "RUNNING", "0 of 1 step", time],
      ["s2", "many - s2", "RUNNING", "0 of 1 step", time],
    ]);
    await client.advance(1000);
    const ended = await readPage(client, `/tasks/${id}`);
    expect(ended.main).toMatch("many FAILED batch 2 of 2 children");
    expect(ended.main).toMatch("All 2 FAILED 1 COMPLETED 1");
    expect(ended.tables.Children?.map((it) => it[2])).toEqual(["Status", "COMPLETED", "FAILED"]);
    const one = await readPage(client, `/tasks/${id}?status=FAILED`);
    expect(one.tables.Children?.map(([group]) => group)).toEqual(["Group", "s2"]);
  });

  test("that is a child names its parent and its group, and is not there before its time", async () => {
    const { client } = emulator;
    const parent = await client.task({ ...batch, name: "family" }, "?action=run");
    await client.advance(200);
    const child = String(items(await client.get(`/tasks?parent=${parent}`), "id").at(-1));
    const page = await readPage(client, `/tasks/${child}`);
    expect(page.main).toMatch("Overview Lab family family - s1");
    expect(page.facts.Group).toBe("s1 by sample_id");
  });

  test("folds long lists, and cuts what has thousands of entries", async () => {
    const { client } = emulator;
    const reads = (n: number) => Array(n).fill(fileValue(files.r1));
    const some = await client.task({ app: "ada/lab/align", inputs: { reads: reads(6) } });
    const many = await client.task({ app: "ada/lab/align", inputs: { reads: reads(2050) } });
    const long = await client.task({ inputs: { message: "x".repeat(5000) } });
    const row = async (id: string) => (await readPage(client, `/tasks/${id}`)).tables.Inputs?.[1]?.[1];
    expect(await row(some)).toBe(`6 files ${Array(6).fill("s1_1.fastq").join(" ")}`);
    expect(await row(many)).toBe(`2,050 files ${Array(50).fill("s1_1.fastq").join(" ")} and 2,000 more`);
    expect(await row(long)).toBe(`${"x".repeat(1000)}… (5,000 characters)`);
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

describe("what is not there", () => {
  const nobody = "00000000-0000-4000-8000-000000000000";
  test.each(["/nothing", `/tasks/${nobody}`, "/projects/ada/none", "/files/none", "/index.html?a=b"])(
    "%s is a page that says so to a browser",
    async (path) => {
      const page = await readPage(emulator.client, path, { Accept: "text/html,application/xhtml+xml" });
      expect([page.status, page.headings]).toEqual([404, ["There is nothing here"]]);
    },
  );

  test.each(["/nothing", "/v2/nothing", "/v2?x", "/_emulator/nothing"])(
    "%s is answered as before to what is no browser, and everything of the API always",
    async (path) => {
      const accept = path === "/nothing" ? "application/json" : "text/html";
      const { status, markup } = await readPage(emulator.client, path, { Accept: accept });
      expect(status).toBe(path === "/v2?x" ? 200 : 501);
      expect(() => JSON.parse(markup)).not.toThrow();
    },
  );
});

describe("for the machine", () => {
  test("the page needs no token, shows none, counts for no limit and is in no journal", () =>
    alone(
      async (client) => {
        const id = await client.task({}, "?action=run");
        await client.control("DELETE", "/journal");
        const paths = ["/", "/projects/ada/lab", `/tasks/${id}`, `/files/${files.r1}`, "/nothing"];
        for (const path of paths) {
          const { markup } = await readPage(client, path);
          expect(markup).not.toMatch(ada);
          expect(markup).not.toMatch(bob);
        }
        expect(await client.control("GET", "/journal")).toEqual([]);
        expect(pick((await client.get("/rate_limit")).body, "rate.remaining")).toBe(2);
      },
      { rateLimit: 3 },
    ));

  test("an unchanged page is 304, a changed one is not, and the script gets the main part only", async () => {
    const { client } = emulator;
    const id = await client.task({ name: "before" });
    const first = await readPage(client, `/tasks/${id}`);
    const tag = first.headers.get("etag") ?? "";
    expect(first.markup).toMatch(`data-version=${tag}`);
    const again = { Accept: "text/html", "If-None-Match": tag, "X-Part": "main" };
    expect((await readPage(client, `/tasks/${id}`, again)).status).toBe(304);
    await client.patch(`/tasks/${id}`, { name: "after" });
    const next = await readPage(client, `/tasks/${id}`, again);
    expect([next.status, next.headings[0]]).toEqual([200, "after"]);
    expect(next.markup).toMatch(
      /^<!doctype html><title>DRAFT · after · Seven Bridges emulator<\/title><main /,
    );
    expect(next.markup).not.toMatch(/<(style|script)/);
  });

  test("its headers allow nothing but what it brings itself, with a nonce that is new each time", async () => {
    const load = async () => {
      const { headers, markup } = await readPage(emulator.client, "/");
      const [, nonce = ""] = /<script nonce="([^"]+)">/.exec(markup) ?? [];
      expect(nonce).toHaveLength(22);
      expect(headers.get("content-security-policy")).toBe(
        `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; ` +
          "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
      return nonce;
    };
    expect(await load()).not.toBe(await load());
  });

  test("it changes nothing: other methods are no routes", async () => {
    const { client } = emulator;
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      const response = await fetch(originOf(client), { method, headers: { Accept: "text/html" } });
      expect([response.status, pick(await response.json(), "code")]).toEqual([501, 90004]);
    }
  });
});
