import { isRecord } from "../../../provider/shared/codec";
import type { Found, Group } from "../lifecycle";
import type { Row } from "../row";
import { type Answer, type Behavior, jsonOf, refusal, type StandIn, withJson } from "../standIn";

/** `POST /_switch` on a stand-in's API: from then on it behaves otherwise. */
const switched = (name: string, inside: Behavior): StandIn => ({
  name,
  behavior: () => {
    let isOn = false;
    return async (asked, forward) => {
      if (asked.path !== "/_switch") return isOn ? inside(asked, forward) : forward(asked);
      isOn = !isOn;
      return { status: 200, headers: {}, text: "{}" };
    };
  },
});

const flip = ({ lives }: Group): Promise<unknown> =>
  Promise.all(lives.map(({ through }) => through.api("POST", "/_switch")));

const denied = (): Answer => refusal(403, 90002, "Access denied.");

/** A bulk answer's items that say 404, with another error. */
const withItems = (answer: Answer, error: Answer): Answer => {
  const { items } = jsonOf(answer);
  return Array.isArray(items)
    ? withJson(answer, {
        items: items.map((item: unknown) =>
          isRecord(item) && isRecord(item.error) && item.error.status === 404
            ? { error: jsonOf(error) }
            : item,
        ),
      })
    : answer;
};

const deniedWhenDeleted: StandIn = {
  name: "403 for deleted tasks",
  behavior: () => async (asked, forward) => {
    const answer = await forward(asked);
    if (asked.path === "/bulk/tasks/get") return withItems(answer, denied());
    return /^\/tasks\/[^/]+/.test(asked.path) && answer.status === 404 ? denied() : answer;
  },
};

const hidden: StandIn = switched("404 for hidden tasks, and for their project", async (asked, forward) => {
  if (/^\/tasks\/[^/]+/.test(asked.path)) return refusal(404, 7002, "Requested task does not exist.");
  if (/^\/projects\//.test(asked.path)) return refusal(404, 3002, "Requested project does not exist.");
  const answer = await forward(asked);
  return asked.method === "GET" && asked.path === "/tasks"
    ? withJson(answer, { ...jsonOf(answer), items: [] })
    : answer;
});

const statuses = async ({ lives, state }: Group): Promise<Found> => {
  const of = await state();
  return lives.map((life) =>
    Object.entries(of(life))
      .map(
        ([
          name,
          {
            outputs: { status },
          },
        ]) => `${name} ${/CREATING|QUEUED|RUNNING/.test(String(status)) ? "goes on" : status}`,
      )
      .sort(),
  );
};

/** Somebody deletes a draft, and the record of a run. */
const deleteDraft = async (group: Group): Promise<Found> => {
  const of = await group.state();
  for (const life of group.lives) await life.platform.api("DELETE", `/tasks/${of(life).draft?.id}`);
  await group.run("refresh after the deletion", group.begin("refresh"));
  return statuses(group);
};

/** The token's user is out of the project for a while. */
const hide = async (group: Group): Promise<Found> => {
  const { begin, run } = group;
  await flip(group);
  await run("refresh while they are hidden", begin("refresh"));
  const meanwhile = await statuses(group);
  await run("destroy while they are hidden", begin("destroy"));
  await flip(group);
  await run("up when they are back", begin("up"));
  return meanwhile;
};

const all = [
  "batch COMPLETED",
  "batched COMPLETED",
  "draft DRAFT",
  "late goes on",
  "later goes on",
  "ran COMPLETED",
  "single COMPLETED",
];

export const deniedRows: readonly Row[] = [
  {
    standIn: deniedWhenDeleted,
    meets: "refresh keeps what it cannot read, with a warning; destroy goes on",
    act: deleteDraft,
    demanded: {
      acted: all,
      tasks: [
        "batch COMPLETED",
        "batch/a COMPLETED",
        "batch/b COMPLETED",
        "late goes on",
        "single COMPLETED",
      ],
    },
    warns: [
      /was DRAFT and could not be read: .*The state keeps it/,
      /was DRAFT and could not be read: .*Removed from the state only/,
    ],
  },
];

export const hiddenRows: readonly Row[] = [
  {
    standIn: hidden,
    meets: "refresh keeps all with a warning; destroy keeps what may go on",
    act: hide,
    demanded: { acted: all },
    warns: [
      /could not be read: .*its project ada\/lab is not shown either.*The state keeps it/,
      /was (COMPLETED|DRAFT) and could not be read: .*Removed from the state only/,
    ],
    fails: [{ step: "destroy while they are hidden", text: /its project ada\/lab is not shown either/ }],
  },
];
