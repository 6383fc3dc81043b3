import { emulated, items, pick } from "./client";
import { ada, fileValue, seed } from "./seed";

/** Names that every object has from its prototype: as ports, fields, groups and keys of metadata. */
const odd = ["constructor", "toString", "__proto__"];
const id = (n: number): string => `9999${String(n).padStart(20, "0")}`;
const [tagged, bare] = [id(1), id(2)];
/** `{ __proto__: … }` in a source text would set the prototype. */
const object = (entries: readonly (readonly [string, unknown])[]) => Object.fromEntries(entries);

const ports = (type: string) => odd.map((it) => ({ id: it, type }));
const optional = odd.map((name) => ({ name, type: "string?" }));
const emulator = emulated({
  seed: {
    ...seed,
    files: [
      {
        project: "ada/lab",
        id: tagged,
        name: "tagged.txt",
        metadata: object(odd.map((it) => [it, `of ${it}`])),
      },
      { project: "ada/lab", id: bare, name: "bare.txt" },
    ],
    apps: [
      {
        id: "ada/lab/texts",
        cwl: { class: "CommandLineTool", inputs: [{ id: "texts", type: "string[]" }], outputs: [] },
      },
      { id: "ada/lab/needs", cwl: { class: "CommandLineTool", inputs: ports("string"), outputs: [] } },
      {
        id: "ada/lab/odd",
        cwl: {
          class: "CommandLineTool",
          inputs: [...ports("string?"), { id: "record", type: { type: "record", fields: optional } }],
          outputs: ports("string"),
        },
      },
      {
        id: "ada/lab/files",
        cwl: { class: "CommandLineTool", inputs: [{ id: "files", type: "File[]" }], outputs: ports("File") },
      },
    ],
  },
});

/** The text of an answer: tests compare what has such keys as it was sent. */
const text = async (path: string): Promise<string> => {
  const answer = await fetch(`${emulator.client.url}${path}`, { headers: { "X-SBG-Auth-Token": ada } });
  return answer.text();
};

test("an input that is missing is missing, whatever it is called", async () => {
  const { client } = emulator;
  const task = await client.task({ app: "ada/lab/needs" });
  expect(pick(await client.field(`/tasks/${task}`, "errors"), "length")).toBe(odd.length);
  const given = await client.task({ app: "ada/lab/needs", inputs: object(odd.map((it) => [it, "x"])) });
  expect(await client.field(`/tasks/${given}`, "errors")).toEqual([]);
});

test("optional ports and fields that are not given have no errors", async () => {
  const { client } = emulator;
  const task = await client.task({ app: "ada/lab/odd", inputs: { record: {} } });
  expect(await client.field(`/tasks/${task}`, "errors")).toEqual([]);
});

test("outputs are null until the task has ended, and texts then", async () => {
  const { client } = emulator;
  const task = await client.task({ app: "ada/lab/odd", inputs: { record: {} } }, "?action=run");
  const outputs = `/tasks/${task}?fields=outputs`;
  expect(await text(outputs)).toBe('{"outputs":{"constructor":null,"toString":null,"__proto__":null}}');
  await client.advance(20);
  expect(await text(outputs)).toBe(
    '{"outputs":{"constructor":"constructor text","toString":"toString text","__proto__":"__proto__ text"}}',
  );
  expect(await text(`/tasks/${task}?fields=outputs.__proto__`)).toBe(
    '{"outputs":{"__proto__":"__proto__ text"}}',
  );
  expect(await text(`/tasks/${task}?fields=name,!__proto__.toString,!constructor`)).toBe('{"name":"t"}');
});

test("outputs of a task that has failed are null", async () => {
  const { client } = emulator;
  const task = await client.task({ app: "ada/lab/odd", inputs: { record: {} } }, "?action=run");
  await client.control("POST", `/tasks/${task}`, { outcome: "FAILED" });
  await client.advance(20);
  expect(await text(`/tasks/${task}?fields=status,outputs`)).toBe(
    '{"status":"FAILED","outputs":{"constructor":null,"toString":null,"__proto__":null}}',
  );
});

test.each(odd)("metadata.%s groups by the file's own value, and its lack is a warning", async (field) => {
  const { client } = emulator;
  const inputs = { files: [fileValue(tagged), fileValue(bare)] };
  const batch_by = { type: "CRITERIA", criteria: [`metadata.${field}`] };
  const parent = await client.task({ app: "ada/lab/files", inputs, batch_input: "files", batch_by });
  expect(await client.field(`/tasks/${parent}`, "warnings")).toEqual([
    expect.objectContaining({ description: `File bare.txt (${bare}) has no metadata.${field}.` }),
  ]);
  await client.post(`/tasks/${parent}/actions/run`);
  await client.advance(20);
  const children = await client.get(`/tasks?parent=${parent}&order=asc&fields=batch_group,status`);
  expect(items(children, "batch_group.value")).toEqual([`of ${field}`, ""]);
  // No child has an outcome from anywhere but the control routes.
  expect(items(children, "status")).toEqual(["COMPLETED", "COMPLETED"]);
});

test.each(odd)("files are found by their own metadata.%s only", async (field) => {
  const { client } = emulator;
  const seeded = "/files?project=ada/lab&name=tagged.txt&name=bare.txt";
  const inherited = encodeURIComponent(String(Reflect.get({}, field)));
  expect(items(await client.get(`${seeded}&metadata.${field}=of+${field}`), "name")).toEqual(["tagged.txt"]);
  expect(items(await client.get(`${seeded}&metadata.${field}=${inherited}`), "name")).toEqual([]);
});

test("outcomes of children are by the values of their groups and nothing else", async () => {
  const { client } = emulator;
  const body = {
    app: "ada/lab/texts",
    inputs: { texts: odd },
    batch_input: "texts",
    batch_by: { type: "ITEM" },
  };
  const outcomes = ["constructor", "__proto__"];
  for (const when of ["before", "after"]) {
    for (const failing of [[], outcomes]) {
      const parent = await client.task({ ...body, name: `${when} ${failing.length}` });
      const order = () =>
        client.control("POST", `/tasks/${parent}`, { children: object(failing.map((it) => [it, "FAILED"])) });
      if (when === "before") await order();
      await client.post(`/tasks/${parent}/actions/run`);
      if (when === "after") await order();
      await client.advance(20);
      const children = await client.get(`/tasks?parent=${parent}&order=asc&fields=batch_group,status`);
      expect(items(children, "batch_group.value")).toEqual(odd);
      expect(items(children, "status")).toEqual(
        odd.map((it) => (failing.includes(it) ? "FAILED" : "COMPLETED")),
      );
    }
  }
});
