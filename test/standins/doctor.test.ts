import { allQuestions } from "../../cli/doctor/questions";
import { differencesOf, ownStandIns } from "./doctorRows";
import { diagnose } from "./examination";
import type { StandIn } from "./standIn";
import { standIns } from "./standIns";

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

test("each question has a key of its own", () => {
  const keys = allQuestions.map(({ key }) => key);
  expect([...new Set(keys)]).toStrictEqual(keys);
});

test("each stand-in of the lifecycle says which questions differ through it", () => {
  const names = standIns.map(({ standIn: { name } }) => name);
  expect(names.filter((name) => differencesOf[name] === undefined)).toStrictEqual([]);
});

const rows = [...standIns.map(({ standIn }) => standIn), ...ownStandIns];

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
