import { html } from "../../emulator/page/html";
import { emulated } from "./client";
import { hostile, hostileFile, hostilePath, hostileSeed, hostileTasks } from "./pageSeed";
import { readPage } from "./pageText";

const emulator = emulated({ seed: hostileSeed, taskSeconds: 1000 });

describe("markup", () => {
  test("escapes whatever is put into it, in text and in attributes", () => {
    expect(html`<a title="${`<'&">`}">${["<b>", 1, html`<i>${"&"}</i>`, undefined, false]}</a>`.text).toBe(
      '<a title="&lt;&#39;&amp;&quot;&gt;">&lt;b&gt;1<i>&amp;</i></a>',
    );
  });
});

describe("hostile names", () => {
  /** The start tags of a page, without their attributes' values. */
  const tags = (markup: string): readonly string[] =>
    [...markup.matchAll(/<([a-z!/][^\s>]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*>/gi)].map(
      ([, name = ""]) => name,
    );

  test("are text on every page, and end no element", async () => {
    const { client } = emulator;
    const { draft, batch } = await hostileTasks(client);
    const paths = ["/", hostilePath, `/tasks/${draft}`, `/tasks/${batch}`, `/files/${hostileFile}`];
    for (const path of paths) {
      const { status, markup } = await readPage(client, path);
      expect([path, status]).toEqual([path, 200]);
      const [, main = ""] = /(<main .*<\/main>)/s.exec(markup) ?? [];
      // Every `<` begins an element of the page's own: none is left over, and none is of a kind that a name has brought.
      expect(main.split("<").length - 1).toBe(tags(main).length);
      const known =
        /^\/?(main|nav|ol|ul|li|a|h1|h2|p|span|section|table|caption|thead|tbody|tr|th|td|dl|div|dt|dd|bdi|time|code|progress|strong|details|summary)$/;
      expect(tags(main).filter((it) => !known.test(it))).toEqual([]);
      expect(main).not.toMatch(/\son[a-z]+="|href="javascript:/);
      expect(markup.match(/<title>|<main |<script |<style /g)).toHaveLength(4);
    }
  });

  test("read as they were given", async () => {
    const { client } = emulator;
    const { draft } = await hostileTasks(client);
    const task = await readPage(client, `/tasks/${draft}`);
    expect(task.title).toBe(`DRAFT · ${hostile.closing} · Seven Bridges emulator`);
    expect(task.headings[0]).toBe(hostile.closing);
    expect(task.facts).toMatchObject({
      Description: hostile.image,
      "Execution settings": expect.stringMatching(`instance_type ${hostile.script}`),
      "Output location": `main_location ${hostile.link}`,
    });
    const file = await readPage(client, `/files/${hostileFile}`);
    expect(file.headings[0]).toBe(hostile.attribute.trim());
    expect(file.tables.Metadata).toContainEqual([hostile.attribute.trim(), hostile.script]);
    const project = await readPage(client, hostilePath);
    expect(project.headings[0]).toBe(hostile.script);
  });

  test("that are empty can still be clicked", async () => {
    const { client } = emulator;
    await client.control("POST", "/seed", { projects: [{ id: "ada/blank", name: " " }] });
    expect((await readPage(client, "/")).markup).toContain(
      '<a href="/projects/ada/blank"><span class="unset">(no name)</span></a>',
    );
  });
});
