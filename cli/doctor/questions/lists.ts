import { type Answer, bodyOf, idOf, itemsOf, type Json, statusIn, textAt, totalOf } from "../answer";
import {
  confirmed,
  differs,
  differsHandled,
  differsUnhandled,
  type Question,
  question,
  unclear,
  unless,
} from "../question";

/* Lists of tasks: what they contain, what their items show, and in which order. */

const timeOf = (item: Json): number => Date.parse(textAt(item, "created_time") ?? "");

const isSorted = (times: readonly number[]): boolean =>
  times.every((time, index) => index === 0 || time >= (times[index - 1] ?? time));

const ids = (answer: Answer): readonly (string | undefined)[] =>
  itemsOf(answer).map((item) => textAt(item, "id"));

const itemOf = (list: Answer, task: Answer): Json | undefined =>
  itemsOf(list).find((item) => item.id === idOf(task));

/** The items of a list of children that are some, where the list contains other tasks, too. */
const childrenIn = (list: Answer): readonly Json[] => {
  const children = itemsOf(list).filter((item) => textAt(item, "parent") !== undefined);
  return children.length === 0 ? itemsOf(list) : children;
};

const notShown = unclear("the list does not show the new draft");

const lagHandling = differsHandled(
  "after an unclear answer it looks again with growing pauses for up to two minutes",
);

export const listQuestions: readonly Question[] = [
  question({
    key: "list.lag",
    assumes: "a new task shows in lists at once",
    calls: ["newest"],
    handling: lagHandling,
    verdict: (answer) => {
      const { lag } = answer("newest");
      if (lag === undefined) return confirmed;
      return Number.isFinite(lag)
        ? differs(`it shows after ${Math.ceil(lag / 1000)} s`)
        : differs(
            "it did not show while doctor looked",
            differsUnhandled("after two minutes it says that the task may exist, and creates no other one"),
          );
    },
  }),
  question({
    key: "list.description",
    assumes: "lists show the description where fields names it",
    calls: ["draft", "newest"],
    handling: differsHandled("it reads the tasks of such a list in bulk before it concludes anything"),
    verdict: (answer) => {
      const item = itemOf(answer("newest"), answer("draft"));
      if (item === undefined) return notShown;
      return unless(
        item.description !== bodyOf(answer("draft")).description && "they show another one, or none",
      );
    },
  }),
  question({
    key: "list.fields",
    assumes: "lists show the fields that are asked for",
    calls: ["draft", "newest"],
    handling: differsUnhandled("an interrupted create may not be found again"),
    verdict: (answer) => {
      const item = itemOf(answer("newest"), answer("draft"));
      if (item === undefined) return notShown;
      const made = bodyOf(answer("draft"));
      const lacking = ["status", "project", "app", "name", "created_by", "created_time", "batch"].filter(
        (key) => key in made && !(key in item),
      );
      return unless(
        lacking.length > 0 && `${lacking.join(", ")} ${lacking.length === 1 ? "is" : "are"} missing`,
      );
    },
  }),
  question({
    key: "list.filters",
    assumes: "lists of a project and a status contain no other tasks",
    calls: ["drafts"],
    handling: differsUnhandled("it takes other tasks for drafts of the project"),
    verdict: (answer, { project }) => {
      const items = itemsOf(answer("drafts"));
      return unless(
        items.some((item) => "status" in item && statusIn(item) !== "DRAFT") &&
          "tasks of another status are in it",
        items.some((item) => "project" in item && item.project !== project) &&
          "tasks of another project are in it",
      );
    },
  }),
  question({
    key: "list.order",
    assumes: "lists come in the order of created_time, in either direction",
    calls: ["newest", "oldest"],
    handling: differsHandled("it holds the items against the total, and reads again where they differ"),
    verdict: (answer) => {
      const down = itemsOf(answer("newest")).map(timeOf).toReversed();
      const up = itemsOf(answer("oldest")).map(timeOf);
      if (new Set(up).size < 2 || new Set(down).size < 2)
        return unclear("the project has no tasks of different times");
      return unless(
        !isSorted(up) && "the oldest do not come first",
        !isSorted(down) && "the newest do not come first",
      );
    },
  }),
  question({
    key: "list.pages",
    assumes: "offset and limit choose a part of the same list",
    calls: ["newest", "second"],
    handling: differsUnhandled("it may miss tasks on later pages"),
    verdict: (answer) => {
      const all = ids(answer("newest"));
      if (all.length < 2) return unclear("the project has one task");
      const part = ids(answer("second"));
      return unless(
        part.length !== 1 && `a limit of 1 gives ${part.length}`,
        part[0] !== all[1] && "offset 1 does not give the second task",
      );
    },
  }),
  question({
    key: "list.total",
    assumes: "lists say how many items they have on all pages",
    calls: ["newest"],
    handling: differsHandled("it reads until a page is not full"),
    verdict: (answer) => {
      const total = totalOf(answer("newest"));
      const count = itemsOf(answer("newest")).length;
      if (total === undefined) return differs("the header X-Total-Matching-Query is missing");
      return unless(
        (total < count || (count < 100 && total !== count)) && `it says ${total} where there are ${count}`,
      );
    },
  }),
  question({
    key: "list.from",
    assumes: "created_from leaves out what was created before",
    calls: ["sinceTomorrow"],
    handling: differsHandled("it looks at the time of each task itself"),
    verdict: (answer) => unless(itemsOf(answer("sinceTomorrow")).length > 0 && "it is ignored"),
  }),
  question({
    key: "list.bounds",
    assumes: "created_from includes the very time",
    calls: ["draft", "newest", "sinceDraft"],
    handling: differsHandled("it asks for an earlier time"),
    verdict: (answer) => {
      const id = idOf(answer("draft"));
      if (!ids(answer("newest")).includes(id)) return notShown;
      return unless(!ids(answer("sinceDraft")).includes(id) && "it leaves the task of that time out");
    },
  }),
  question({
    key: "list.parent",
    assumes: "a list of a parent contains its children and no other tasks",
    calls: ["childrenOfDraft"],
    handling: differsHandled("it takes only those for children of a batch that name it as their parent"),
    verdict: (answer) => unless(itemsOf(answer("childrenOfDraft")).length > 0 && "a draft has children"),
  }),
  question({
    key: "list.children",
    assumes: "a list of a project contains no children of batches",
    calls: ["children", "besideChildren"],
    handling: differsHandled("it adopts nothing that has a parent"),
    verdict: (answer) => {
      const children = childrenIn(answer("children"));
      const childIds = children.map(({ id }) => id);
      const list = itemsOf(answer("besideChildren"));
      const found = list.some(
        (item) => (item.parent !== undefined && item.parent !== null) || childIds.includes(item.id),
      );
      if (found) return differs("it does");
      // Of a long list only a part was read.
      const last = Math.max(...list.map(timeOf));
      const isPart = (totalOf(answer("besideChildren")) ?? list.length) > list.length;
      return isPart && children.some((child) => timeOf(child) >= last)
        ? unclear("too many tasks were created since the newest batch")
        : confirmed;
    },
  }),
  question({
    key: "children.form",
    assumes: "children name their parent and their group",
    calls: ["children"],
    handling: differsUnhandled("it cannot tell which child is whose"),
    verdict: (answer) => {
      const items = childrenIn(answer("children"));
      if (items.length === 0) return unclear("the newest batch of the project has no children");
      const isGrouped = ({ batch_group: group }: Json): boolean =>
        typeof group === "object" && group !== null && "value" in group && typeof group.value === "string";
      return unless(
        items.some((item) => textAt(item, "parent") === undefined) && "their parent is missing",
        !items.every(isGrouped) && "their batch_group has no value",
        items.some((item) => textAt(item, "status") === undefined) && "their status is missing",
      );
    },
  }),
];
