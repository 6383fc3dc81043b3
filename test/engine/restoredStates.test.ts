import type { Platform } from "../support/platform";
import { base, inputs } from "../support/seed";
import { eachOnAFreshStack, type Stack } from "../support/stack";
import {
  beginDestroy,
  idsIn,
  importState,
  initLike,
  said,
  select,
  statuses,
  throughAborts,
  writesOf,
} from "../support/states";

/* States that were copied, restored from a backup, or cut short. */

let platform: Platform;
let stack: Stack;
eachOnAFreshStack((itsPlatform, itsStack) => {
  platform = itsPlatform;
  stack = itsStack;
});

const draft = (name: string, more = ""): string =>
  `new sb.DraftTask("${name}", { ${base}, inputs: { ${inputs}, ${more} } })`;
const run = (name: string): string => `new sb.TaskRun("${name}-run", { task: ${draft(name)}, wait: false });`;

test("a copy of a state under another stack's name looks like a renamed stack: each changes and deletes the tasks of both", async () => {
  stack.program(draft("lone"), run("going"));
  await stack.up();
  await platform.advance(300);
  const { lone = "", going = "" } = await idsIn(stack);
  const exported = await stack.export();
  await initLike(stack, "copy", "dev");
  await importState(
    stack,
    exported.replaceAll("urn:pulumi:dev::", "urn:pulumi:copy::").replaceAll("lab-dev", "lab-copy"),
  );
  await platform.log();
  expect(await stack.preview()).toStrictEqual(["going-run: update", "going: same", "lone: same"]);
  await stack.up();
  expect(await writesOf(platform)).toStrictEqual([]);
  expect(await idsIn(stack)).toStrictEqual({ lone, going, "going-run": going });

  stack.program(draft("lone", "threads: 8"), run("going"));
  await stack.up();
  expect(await writesOf(platform)).toStrictEqual([`PATCH /tasks/${lone}`]);
  expect((await throughAborts(platform, beginDestroy(stack), 1)).code).toBe(0);
  expect(await writesOf(platform)).toStrictEqual([
    `DELETE /tasks/${lone}`,
    `POST /tasks/${going}/actions/abort`,
  ]);
  expect(await statuses(platform)).toStrictEqual({ [going]: "ABORTED" });

  // The other state finds out by a refresh.
  await select(stack, "dev");
  await stack.up("--refresh");
  const { lone: another = "", ...rest } = await idsIn(stack);
  expect(rest).toStrictEqual({ going, "going-run": going });
  expect(await writesOf(platform)).toStrictEqual([`PATCH /tasks/${another}`, "POST /tasks"]);
  expect(await statuses(platform)).toStrictEqual({ [another]: "DRAFT", [going]: "ABORTED" });
});

const program = (): void => stack.program(draft("kept", "threads: 8"), draft("later"), run("paid"));

/** What the engine writes, as far as it is looked at here. */
interface Exported {
  readonly deployment: { readonly resources: readonly { readonly urn: string }[] };
}
const truncated = (state: Exported): Exported => ({
  ...state,
  deployment: {
    ...state.deployment,
    resources: state.deployment.resources.filter(({ urn }) => !/::(later|paid|paid-run)$/.test(urn)),
  },
});

test.each(["restored from a backup", "truncated"])(
  "of a state that was %s, refuse creates nothing, and allow names what was made since, with its cost, and pays again",
  async (how) => {
    stack.program(draft("kept"));
    await stack.up();
    const backup = await stack.export();
    program();
    await stack.up();
    await platform.advance(2000);
    await stack.up();
    const { kept = "", later = "", paid = "" } = await idsIn(stack);
    await importState(
      stack,
      how === "truncated" ? JSON.stringify(truncated(JSON.parse(await stack.export()))) : backup,
    );
    await platform.log();
    const before = { [kept]: "DRAFT", [later]: "DRAFT", [paid]: "COMPLETED" };

    await stack.must("config", "set", "sevenbridges:replaceFinished", "refuse");
    const refused = await stack.pulumi(["up", "--yes", "--color", "never"]);
    expect(refused.code).not.toBe(0);
    expect(refused.text).toContain(`Refusing to create another task: task ${paid} (COMPLETED, 0.04 USD, `);
    expect(await writesOf(platform)).toStrictEqual([]);
    expect(await statuses(platform)).toStrictEqual(before);

    await stack.must("config", "set", "sevenbridges:replaceFinished", "allow");
    const text = await stack.up();
    const own = await idsIn(stack);
    expect(own).toStrictEqual({
      kept,
      later: expect.not.stringMatching(later),
      paid: expect.not.stringMatching(paid),
      "paid-run": own.paid,
    });
    expect(said(text, "later")).toStrictEqual([expect.stringContaining(`import: "${later}"`)]);
    expect(said(text, "paid")).toStrictEqual([
      expect.stringContaining(`task ${paid} (COMPLETED, 0.04 USD, `),
    ]);
    const edited = how === "truncated" ? [] : [`PATCH /tasks/${kept}`];
    expect(await writesOf(platform)).toStrictEqual(
      [
        ...edited,
        "POST /tasks",
        "POST /tasks",
        `PATCH /tasks/${own.later}`,
        `PATCH /tasks/${own.paid}`,
        `POST /tasks/${own.paid}/actions/run`,
      ].toSorted(),
    );
    expect(await statuses(platform)).toStrictEqual({
      ...before,
      [own.later ?? ""]: "DRAFT",
      [own.paid ?? ""]: "QUEUED",
    });
  },
);
