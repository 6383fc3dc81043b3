import type { Platform } from "../support/platform";
import { app, project, reads } from "../support/seed";
import { until } from "../support/until";
import type { Properties } from "./provider";

/** What the tests of runs share: drafts to run, a clock that moves once somebody waits, and logs one can read. */

const file = (path: string) => ({ class: "File", path });

/** A draft as a DraftTask would have made it: its id. */
export const draft = async (platform: Platform, more: Properties = {}): Promise<string> => {
  const { id } = await platform.api("POST", "/tasks", {
    project,
    app: `${app}/0`,
    name: "align",
    inputs: { reads: reads.map(file) },
    ...more,
  });
  return String(id);
};

/** A batch of two children, `a` and `b`. */
export const bySample = {
  batch_input: "reads",
  batch_by: { type: "CRITERIA", criteria: ["metadata.sample_id"] },
};

interface Asked {
  readonly path: string;
  readonly query: Readonly<Record<string, string | string[]>>;
}

/** Rounds of the poller so far: they ask for few fields, other looks for all of them. */
export const rounds = async (platform: Platform): Promise<number> => {
  const journal = (await platform.control("GET", "/journal")) as readonly Asked[]; // the emulator's own form
  return journal.filter(({ path, query }) => path === "/v2/bulk/tasks/get" && query.fields !== "_all").length;
};

/** Does something once the provider waits for tasks, while the call goes on. */
export const whileWaiting = async <A>(
  platform: Platform,
  call: () => Promise<A>,
  act: () => Promise<unknown>,
): Promise<A> => {
  const before = await rounds(platform);
  const [result] = await Promise.all([
    call(),
    until(async () => (await rounds(platform)) > before).then(act),
  ]);
  return result;
};

/** Lets the clock run on once the provider waits: all that runs comes to its end. */
export const ended = <A>(
  platform: Platform,
  call: () => Promise<A>,
  before: () => Promise<unknown> = async () => undefined,
): Promise<A> => whileWaiting(platform, call, () => before().then(() => platform.advance(2000)));

/** The log with names for ids and without fields and pages; rounds of the poller, however many, are one `poll`. */
export const calls = async (
  platform: Platform,
  names: Readonly<Record<string, string>>,
): Promise<readonly string[]> => {
  const named = (text: string): string =>
    Object.entries(names).reduce((line, [id, name]) => line.replaceAll(id, name), text);
  const lines = (await platform.log()).map((line) =>
    line.startsWith("POST /bulk/tasks/get?fields=id,")
      ? "poll"
      : named(line)
          .replace(/([?&])(fields|order_by|order|offset|limit|created_from)=[^&]*/g, "$1")
          .replace(/&+/g, "&")
          .replace("?&", "?")
          .replace(/[?&]$/, ""),
  );
  return lines.filter((line, index) => line !== "poll" || lines[index - 1] !== "poll");
};

/** The children of a batch by their groups: `{ a: id, b: id }`. */
export const childrenOf = async (
  platform: Platform,
  parent: string,
): Promise<Readonly<Record<string, string>>> => {
  const { items } = await platform.api("GET", `/tasks?parent=${parent}&fields=id,name`);
  const children = Array.isArray(items) ? items : [];
  return Object.fromEntries(children.map(({ id, name }) => [String(name).split(" - ")[1], String(id)]));
};

/** Names for a batch and its children in `calls`: `T`, `T.a`, `T.b`. */
export const batchNames = async (
  platform: Platform,
  parent: string,
): Promise<Readonly<Record<string, string>>> => ({
  [parent]: "T",
  ...Object.fromEntries(
    Object.entries(await childrenOf(platform, parent)).map(([group, id]) => [id, `T.${group}`]),
  ),
});

export const statusOf = async (platform: Platform, id: string): Promise<unknown> =>
  (await platform.api("GET", `/tasks/${id}?fields=status`)).status;
