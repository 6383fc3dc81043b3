import fc from "fast-check";
import {
  childrenNow,
  failedItems,
  inGroupOrder,
  isGood,
  type RunSnapshot,
  statusOf,
  unfinishedTasks,
} from "../../../provider/model/run/runSnapshot";
import { taskId, wireTask } from "../../support/builders";
import { batchRun, child, parent, singleRun, uuid } from "../../support/runBuilders";

const retry = (of: string, number: number, status: string, id = uuid(900 + number)) => ({
  of,
  number,
  task: wireTask({ id, status }),
});

test.each<[string, RunSnapshot, string]>([
  ["a single task is what it is", singleRun({ status: "RUNNING" }), "RUNNING"],
  ["a status that nobody knows stays", singleRun({ status: "PAUSED" }), "PAUSED"],
  [
    "a task that was run again is what its last attempt is",
    singleRun({ status: "FAILED" }, [retry(taskId, 2, "FAILED"), retry(taskId, 3, "RUNNING")]),
    "RUNNING",
  ],
  ["a batch is what the platform says", batchRun("FAILED", [child(1), child(2, "FAILED")]), "FAILED"],
  [
    "a batch whose failed child was run again with success is completed",
    batchRun("FAILED", [child(1), child(2, "FAILED")], [retry(uuid(2), 2, "COMPLETED")]),
    "COMPLETED",
  ],
  [
    "a batch that the platform calls completed although a child failed has failed",
    batchRun("COMPLETED", [child(1), child(2, "FAILED")]),
    "FAILED",
  ],
  [
    "and has failed if that failed, too",
    batchRun("FAILED", [child(1), child(2, "FAILED")], [retry(uuid(2), 2, "FAILED")]),
    "FAILED",
  ],
  [
    "and runs while that runs",
    batchRun("FAILED", [child(1), child(2, "FAILED")], [retry(uuid(2), 2, "RUNNING")]),
    "RUNNING",
  ],
  [
    "and is queued while nothing of it has begun",
    batchRun("FAILED", [child(1), child(2, "FAILED")], [retry(uuid(2), 2, "QUEUED")]),
    "QUEUED",
  ],
  [
    "and has failed if the rest was aborted: nobody has aborted the batch",
    batchRun("FAILED", [child(1), child(2, "FAILED")], [retry(uuid(2), 2, "ABORTED")]),
    "FAILED",
  ],
])("the status of a run: %s", (_, run, status) => {
  expect(statusOf(run)).toBe(status);
});

test.each<[string, RunSnapshot, readonly (readonly [string, string, number])[]]>([
  ["nothing, while it runs", singleRun({ status: "RUNNING" }), []],
  ["nothing, once it has completed", batchRun("COMPLETED", [child(1), child(2)]), []],
  ["the task itself, once", singleRun({ status: "FAILED" }), [[taskId, taskId, 1]]],
  [
    "the last attempt, counted from the first",
    singleRun({ status: "FAILED" }, [retry(taskId, 2, "ABORTED")]),
    [[taskId, uuid(902), 2]],
  ],
  [
    "the children that did, and those that were aborted",
    batchRun("FAILED", [child(1), child(2, "FAILED"), child(3, "ABORTED")]),
    [
      [uuid(2), uuid(2), 1],
      [uuid(3), uuid(3), 1],
    ],
  ],
  [
    "a child by its last attempt",
    batchRun(
      "FAILED",
      [child(1, "FAILED"), child(2, "FAILED")],
      [
        retry(uuid(1), 2, "COMPLETED", uuid(11)),
        retry(uuid(2), 2, "FAILED", uuid(12)),
        retry(uuid(2), 3, "FAILED", uuid(13)),
      ],
    ),
    [[uuid(2), uuid(13), 3]],
  ],
  [
    "a child that failed while another one is run again",
    batchRun("FAILED", [child(1, "FAILED"), child(2, "FAILED")], [retry(uuid(1), 2, "RUNNING")]),
    [[uuid(2), uuid(2), 1]],
  ],
  ["a batch that was aborted before it had children, whole", batchRun("ABORTED", []), [[taskId, taskId, 1]]],
])("what ended badly: %s", (_, run, expected) => {
  expect(failedItems(run).map(({ of, task, tries }) => [of, task.id, tries])).toStrictEqual(expected);
});

test("children of a batch that was run again whole count its attempts", () => {
  const again = parent("FAILED", [child(1, "FAILED")], { id: uuid(50) });
  const run: RunSnapshot = {
    first: parent("ABORTED", []),
    children: [child(1, "FAILED")],
    retries: [{ of: taskId, number: 2, task: again }],
  };
  expect(failedItems(run).map(({ of, tries }) => [of, tries])).toStrictEqual([[uuid(1), 2]]);
});

test("what moves is the batch while it runs, and then those children that run again", () => {
  const children = [child(1), child(2, "FAILED")];
  expect(unfinishedTasks(batchRun("RUNNING", [])).map(({ id }) => id)).toStrictEqual([taskId]);
  expect(
    unfinishedTasks(batchRun("FAILED", children, [retry(uuid(2), 2, "RUNNING")])).map(({ id }) => id),
  ).toStrictEqual([uuid(902)]);
  expect(unfinishedTasks(batchRun("FAILED", children))).toStrictEqual([]);
});

test.each<[string, RunSnapshot, boolean, boolean]>([
  ["completed", singleRun({ status: "COMPLETED" }), true, true],
  ["a single task that failed", singleRun({ status: "FAILED" }), false, false],
  ["a batch of which a child failed", batchRun("FAILED", [child(1), child(2, "FAILED")]), false, true],
  ["a batch that was aborted", batchRun("ABORTED", [child(1), child(2, "ABORTED")]), false, false],
  ["a batch that runs", batchRun("RUNNING", []), false, false],
])("success, without and with allowFailures: %s", (_, run, without, accepting) => {
  expect([isGood(run, false), isGood(run, true)]).toStrictEqual([without, accepting]);
});

describe("children", () => {
  const shuffled = fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8], { minLength: 8 });

  test("are in the order in which their groups appear in the batch's list, in whatever order the API lists them", () => {
    fc.assert(
      fc.property(shuffled, shuffled, (list, listed) => {
        const task = parent(
          "COMPLETED",
          list.map((n) => child(n)),
        );
        expect(
          inGroupOrder(
            task,
            listed.map((n) => child(n)),
          ).map(({ id }) => id),
        ).toStrictEqual(list.map(uuid));
      }),
    );
  });

  test("are sorted by their groups where the list does not name them", () => {
    fc.assert(
      fc.property(shuffled, (listed) => {
        const task = parent("COMPLETED", [], { inputs: {} });
        const groups = inGroupOrder(
          task,
          listed.map((n) => child(n)),
        ).map((it) => it.batch_group?.value);
        expect(groups).toStrictEqual([1, 2, 3, 4, 5, 6, 7, 8].map((n) => `s${n}`));
      }),
    );
  });

  test("are as many as the platform made, each with its last task", () => {
    const run = batchRun(
      "FAILED",
      [child(1), child(2, "FAILED")],
      [retry(uuid(2), 2, "FAILED", uuid(12)), retry(uuid(2), 3, "COMPLETED", uuid(13))],
    );
    expect(childrenNow(run).map(({ group, task, tries }) => [group.id, task.id, tries])).toStrictEqual([
      [uuid(1), uuid(1), 1],
      [uuid(2), uuid(13), 3],
    ]);
  });
});
