import { showing, without } from "../standins/change";
import { type StandIn, StandInServer, together } from "../standins/standIn";
import { childrenInLists, listsWithoutDescription } from "../standins/standIns/lists";
import { Platform } from "../support/platform";
import { app, project, reads } from "../support/seed";
import { Process, type Properties } from "./provider";

let platform: Platform;
let servers: StandInServer[] = [];
beforeEach(async () => {
  platform = await Platform.start();
});
afterEach(async () => {
  for (const server of servers) await server.close();
  servers = [];
  await platform.close();
});

const list = (paths: readonly string[]) => paths.map((path) => ({ class: "File", path }));
const complete: Properties = { project, app: `${app}/0`, inputs: { reads: list(reads), threads: 4 } };
const batch: Properties = {
  project,
  app: `${app}/0`,
  inputs: { reads: list(reads) },
  batchInput: "reads",
  batchBy: { type: "CRITERIA", criteria: ["metadata.sample_id"] },
};

/** The platform as a stand-in shows it. */
const through = async (...standIns: readonly StandIn[]): Promise<Platform> => {
  const server = await StandInServer.start(together(...standIns), platform.url);
  servers.push(server);
  return Platform.at(server.url, platform.token);
};

const withoutParents = showing("lists never show `parent`", (task, place) =>
  place === "list" ? without("parent")(task) : task,
);

const lines = async (): Promise<readonly string[]> => platform.log();

describe("lists never show `description`", () => {
  test("a draft of one's own is found by a bulk read of the list", async () => {
    const seen = await through(listsWithoutDescription);
    const { id } = await new Process(seen).create(complete);
    await lines();
    expect((await new Process(seen).create(complete)).id).toBe(id);
    expect(await platform.tasks()).toHaveLength(1);
    expect((await lines()).filter((line) => line.startsWith("POST"))).toStrictEqual([
      "POST /bulk/tasks/get?fields=_all",
    ]);
  });

  test("of a list that shows one, no description is asked for", async () => {
    await new Process(platform).create(complete);
    await lines();
    await new Process(platform).create(complete);
    expect((await lines()).filter((line) => line.startsWith("POST"))).toStrictEqual([]);
  });
});

describe("project lists contain children", () => {
  test.each([
    ["with `parent`", [childrenInLists]],
    ["without `parent`", [withoutParents, childrenInLists]],
  ])("%s: no child of a batch that FAILED is adopted", async (_, standIns) => {
    const seen = await through(...standIns);
    const { id } = await new Process(seen).create({ ...batch, run: true });
    await platform.control("POST", `/tasks/${id}`, { children: { a: "FAILED" } });
    await platform.advance(3000);
    const again = await new Process(seen).create({ ...batch, run: true });
    const { items } = await platform.api("GET", "/tasks?fields=id,batch,status&order=asc");
    expect(items).toStrictEqual([
      { id, batch: true, status: "FAILED" },
      expect.objectContaining({ id: again.id, batch: true }),
    ]);
  });
});
