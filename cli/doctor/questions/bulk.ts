import * as E from "fp-ts/Either";
import { TaskAnswer, taskIn } from "../../../provider/api/endpoints/schemas";
import { isRecord } from "../../../provider/shared/codec";
import { type Answer, idOf, itemsOf, type Json } from "../answer";
import { polledFields } from "../calls/fields";
import { confirmed, differs, differsHandled, type Question, question, unclear, unless } from "../question";

/* The bulk read, with which runs are waited for. */

const askSingly = differsHandled(
  "it asks singly for what is missing; after two such rounds it asks without fields",
);

const resourcesIn = (answer: Answer): readonly Json[] =>
  itemsOf(answer).flatMap(({ resource }) => (isRecord(resource) ? [resource] : []));

/** Those that a draft need not have. */
const optionalKeys = ["execution_status", "start_time", "description"];

export const bulkQuestions: readonly Question[] = [
  question({
    key: "bulk.ids",
    assumes: "a bulk read answers for each id that exists",
    calls: ["draft", "clone", "bulk"],
    handling: askSingly,
    verdict: (answer) => {
      const found = resourcesIn(answer("bulk")).map(({ id }) => id);
      const lacking = [answer("draft"), answer("clone")].filter((task) => !found.includes(idOf(task)));
      return unless(lacking.length > 0 && "it leaves some out");
    },
  }),
  question({
    key: "bulk.fields",
    assumes: "a bulk read has the fields that are asked for, and no others",
    calls: ["bulk"],
    handling: askSingly,
    verdict: (answer) => {
      const resources = resourcesIn(answer("bulk"));
      if (resources.length === 0) return unclear("it answered with no task");
      const asked = [...polledFields.split(","), "description"];
      const lacking = asked.filter(
        (key) => !optionalKeys.includes(key) && resources.some((resource) => !(key in resource)),
      );
      const others = resources.flatMap((resource) =>
        Object.entries(resource).filter(
          ([key, value]) => value !== null && key !== "href" && !asked.includes(key),
        ),
      );
      return unless(
        lacking.length > 0 && `it lacks ${lacking.join(", ")}`,
        others.length > 0 && "it has others, too",
      );
    },
  }),
  question({
    key: "bulk.description",
    assumes: "a bulk read shows the description where fields names it",
    calls: ["draft", "bulk"],
    handling: differsHandled("it reads each task by itself"),
    verdict: (answer) => {
      const draft = resourcesIn(answer("bulk")).find(({ id }) => id === idOf(answer("draft")));
      if (draft === undefined) return unclear("it leaves the draft out");
      return unless(typeof draft.description !== "string" && "it does not");
    },
  }),
  question({
    key: "bulk.order",
    assumes: "a bulk read answers in the order of the ids",
    calls: ["draft", "clone", "bulk"],
    handling: differsHandled("it goes by the ids of the answers"),
    verdict: (answer) => {
      const found = resourcesIn(answer("bulk")).map(({ id }) => id);
      const [first, second] = [found.indexOf(idOf(answer("draft"))), found.indexOf(idOf(answer("clone")))];
      if (first < 0 || second < 0) return unclear("it leaves some out");
      return unless(first > second && "the order is another one");
    },
  }),
  question({
    key: "bulk.missing",
    assumes: "a bulk read says 404 with code 7002 for a task that does not exist, in its place",
    calls: ["bulk"],
    handling: askSingly,
    verdict: (answer) => {
      const errors = itemsOf(answer("bulk")).flatMap(({ error }) => (isRecord(error) ? [error] : []));
      const [error] = errors;
      if (error === undefined) return differs("it says nothing of it");
      return error.status === 404 && error.code === 7002 ? confirmed : differs("it says something else");
    },
  }),
  question({
    key: "bulk.whole",
    assumes: "a bulk read of all fields answers with whole tasks",
    calls: ["bulkWhole"],
    handling: differsHandled("it reads each task by itself"),
    verdict: (answer) => {
      const resources = resourcesIn(answer("bulkWhole"));
      if (resources.length === 0) return unclear("it answered with no task");
      const isWhole = (resource: Json): boolean => {
        const task = TaskAnswer.decode(resource);
        return E.isRight(task) && taskIn(task.right) !== undefined;
      };
      return unless(!resources.every(isWhole) && "they are parts of tasks");
    },
  }),
];
