import { accountQuestions, allQuestions, projectQuestions } from "../../cli/doctor/questions";
import { differencesOf, ownStandIns } from "./doctorRows";
import { diagnose } from "./examination";
import { jsonOf, refusal, type StandIn, withTasks } from "./standIn";
import * as tables from "./standIns";

/* Where exactly the expected questions differ, doctor and emulator mean the same platform. */

const itself: StandIn = { name: "itself", behavior: () => (asked, forward) => forward(asked) };

const writesOf = (writes: readonly string[]): readonly string[] =>
  writes
    .filter((write) => !write.startsWith("POST /v2/bulk/"))
    .map((write) => write.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, "{id}"));

test("the emulator confirms everything, and nothing is started or left", async () => {
  const { judged, left, goingOn, tasks, writes } = await diagnose(itself);
  expect({
    others: judged.filter(({ verdict }) => verdict._tag !== "Confirmed"),
    left,
    goingOn,
    tasks,
    writes: writesOf(writes),
  }).toStrictEqual({
    others: [],
    left: [],
    goingOn: [],
    tasks: ["single", "failed", "batch"],
    writes: [
      "POST /v2/tasks",
      "POST /v2/tasks/{id}/actions/clone",
      "PATCH /v2/tasks/{id}",
      "PATCH /v2/tasks/{id}",
      "PATCH /v2/tasks/{id}",
      "DELETE /v2/tasks/{id}",
      "DELETE /v2/tasks/{id}",
    ],
  });
});

/** All tables of the lifecycle's stand-ins. */
const lifecycle = [
  ...new Set(
    Object.values(tables)
      .flat()
      .map(({ standIn }) => standIn),
  ),
];

test("no two questions have the same key", () => {
  const keys = allQuestions.map(({ key }) => key);
  expect([...new Set(keys)]).toStrictEqual(keys);
});

test("each stand-in of the lifecycle says which questions differ through it", () => {
  const names = lifecycle.map(({ name }) => name);
  expect(names.filter((name) => differencesOf[name] === undefined)).toStrictEqual([]);
});

test("a platform that starts clones by itself is asked to abort them at once", async () => {
  const clones = new Set<unknown>();
  let hasAborted = false;
  const { judged, left, goingOn, writes } = await diagnose({
    name: "clones start by themselves",
    behavior: () => async (asked, forward) => {
      if (clones.has(asked.path.split("/")[2]) && asked.method === "DELETE")
        return refusal(400, 7007, "Only for drafts.");
      if (asked.path.endsWith("/actions/abort")) hasAborted = true;
      const next = asked.path.endsWith("/actions/abort")
        ? { ...asked, method: "GET", path: asked.path.replace("/actions/abort", ""), body: undefined }
        : asked;
      const answer = await forward(next);
      if (asked.path.endsWith("/actions/clone")) clones.add(jsonOf(answer).id);
      return withTasks(next, answer, (task) =>
        clones.has(task.id) ? { ...task, status: hasAborted ? "ABORTED" : "RUNNING" } : task,
      );
    },
  });
  const differing = judged
    .filter(({ verdict }) => verdict._tag === "Differs")
    .map(({ question }) => question.key);
  expect({ isNamed: differing.includes("clone.draft"), hasAborted, left, goingOn }).toStrictEqual({
    isNamed: true,
    hasAborted: true,
    left: [],
    goingOn: [],
  });
  expect(writes.filter((write) => /run|abort/.test(write))).toStrictEqual([]);
});

test("a draft whose POST had no answer of the API is named, for it may have been created", async () => {
  const { left } = await diagnose({
    name: "another answer to each POST of a task",
    behavior: () => async (asked, forward) =>
      asked.method === "POST" && asked.path === "/tasks"
        ? { status: 303, headers: { location: "/v2/tasks/new" }, text: "" }
        : forward(asked),
  });
  expect(left).toStrictEqual([expect.stringContaining("if it was created")]);
});

test("each question that costs nothing differs through a stand-in", () => {
  const differing = new Set(ownStandIns.flatMap(({ name }) => differencesOf[name] ?? []));
  expect(
    [...accountQuestions, ...projectQuestions].map(({ key }) => key).filter((key) => !differing.has(key)),
  ).toStrictEqual([]);
});

const rows = [...lifecycle, ...ownStandIns];

describe.each(rows)("$name", (standIn) => {
  test("exactly the expected questions differ, and nothing is started or left", async () => {
    const { judged, left, goingOn, tasks } = await diagnose(standIn);
    expect({
      differ: judged.flatMap(({ question, verdict }) => (verdict._tag === "Differs" ? [question.key] : [])),
      left,
      goingOn,
      tasks,
    }).toStrictEqual({
      differ: differencesOf[standIn.name],
      left: [],
      goingOn: [],
      tasks: ["single", "failed", "batch"],
    });
  });
});
