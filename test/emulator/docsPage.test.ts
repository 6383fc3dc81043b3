import { parse } from "yaml";
import { startEmulator } from "../../emulator";
import { kinds } from "../../emulator/faults/orders";
import { Client, emulated, items } from "./client";
import { pageBlock, pageRows } from "./docsPage";

/** docs/emulator.md is held against the emulator; its program in Python runs with the other checks of the client. */
const emulator = emulated();

test("its control routes are those that there are", async () => {
  const there = await emulator.client.control("GET", "/");
  const named = pageRows("Control routes").map(([route = ""]) => {
    const [method, path] = route.replaceAll("`", "").split(" ");
    return { method, path };
  });
  const order = (a: object, b: object): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
  if (!Array.isArray(there)) throw new Error("the list of routes is a list");
  expect(named.sort(order)).toEqual(there.filter(({ method }) => method !== "HEAD").sort(order));
});

test("its faults are those that can be ordered", () => {
  expect(
    pageRows("Faults")
      .map(([kind = ""]) => kind.replaceAll("`", ""))
      .sort(),
  ).toEqual([...kinds].sort());
});

test("its seed is one", async () => {
  const seed = parse(
    pageBlock("yaml").replace("id: …, ", "").replace("apps/star-align.cwl", "{ class: Workflow }"),
  );
  const running = await startEmulator({ seed });
  try {
    const projects = await new Client(running.url, running.token).get("/projects");
    expect(items(projects, "id")).toEqual(["rfranklin/rnaseq", "rfranklin/team"]);
  } finally {
    await running.close();
  }
});
