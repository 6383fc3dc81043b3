import { FileFacts } from "../../../provider/api/endpoints/schemas";
import { type Answer, bodyOf, idOf, itemsOf, type Json, skip, statusIn, textAt } from "../answer";
import { type Answers, answerIn, type Call } from "./call";
import { childFields, polledFields } from "./fields";

/* Lists and bulk reads: of the draft and its clone, and of what has run in the project before. */

const byTime = { fields: "id,created_time", order_by: "created_time" };

const createdTime = (answers: Answers): number | undefined => {
  const draft = answerIn(answers, "readDraft");
  const time = Date.parse(draft === undefined ? "" : (textAt(bodyOf(draft), "created_time") ?? ""));
  return Number.isFinite(time) ? time : undefined;
};

const noTime = skip("the draft shows no created_time");
const day = 24 * 60 * 60_000;

/** With a fraction, as the provider sends it. */
const inFilters = (time: number): string => new Date(time).toISOString();

export const listCalls: readonly Call[] = [
  {
    name: "drafts",
    ask: ({ wire, trial: { project } }) =>
      wire.get("/tasks", {
        project,
        status: "DRAFT",
        fields: "id,description,status,project",
        order_by: "created_time",
        order: "desc",
        limit: 100,
      }),
  },
  {
    name: "second",
    ask: ({ wire, trial: { project } }) =>
      wire.get("/tasks", { project, ...byTime, order: "desc", offset: 1, limit: 1 }),
  },
  {
    name: "oldest",
    ask: ({ wire, trial: { project } }) =>
      wire.get("/tasks", { project, ...byTime, order: "asc", offset: 0, limit: 100 }),
  },
  {
    name: "sinceTomorrow",
    ask: async ({ wire, trial: { project } }, answers) => {
      const time = createdTime(answers);
      return time === undefined
        ? noTime
        : wire.get("/tasks", { project, ...byTime, created_from: inFilters(time + day), limit: 10 });
    },
  },
  {
    name: "sinceDraft",
    ask: async ({ wire, trial: { project } }, answers) => {
      const time = createdTime(answers);
      return time === undefined
        ? noTime
        : wire.get("/tasks", { project, ...byTime, created_from: inFilters(time), limit: 100 });
    },
  },
  {
    name: "childrenOfDraft",
    ask: async ({ wire }, answers) => {
      const parent = idOf(answerIn(answers, "draft"));
      return parent === undefined
        ? skip("there is no draft")
        : wire.get("/tasks", { parent, fields: "id,parent", limit: 10 });
    },
  },
];

const taskIds = (answers: Answers, unknownId: string): readonly string[] => {
  const [draft, clone] = [idOf(answerIn(answers, "draft")), idOf(answerIn(answers, "clone"))];
  return draft === undefined ? [] : [draft, unknownId, ...(clone === undefined ? [] : [clone])];
};

export const bulkCalls: readonly Call[] = [
  {
    name: "bulk",
    ask: async ({ wire, trial }, answers) => {
      const ids = taskIds(answers, trial.unknownId);
      return ids.length === 0
        ? skip("there is no draft")
        : wire.readByPost("/bulk/tasks/get", { fields: `${polledFields},description` }, { task_ids: ids });
    },
  },
  {
    name: "bulkWhole",
    ask: async ({ wire, trial }, answers) => {
      const ids = taskIds(answers, trial.unknownId);
      return ids.length === 0
        ? skip("there is no draft")
        : wire.readByPost("/bulk/tasks/get", { fields: "_all" }, { task_ids: ids });
    },
  },
];

/** The newest batch that has been started. */
const batchIn = (answers: Answers): Json | undefined => {
  const batches = answerIn(answers, "batches");
  return batches && itemsOf(batches).find((task) => statusIn(task) !== "DRAFT" && task.batch === true);
};

const noBatch = skip("the project has no batch that was started");

/** The newest task of the list that has run by itself. */
const completedIn = (answer: Answer): string | undefined => {
  const items = itemsOf(answer);
  const single = items.find(({ batch }) => batch !== true) ?? items[0];
  return single === undefined ? undefined : textAt(single, "id");
};

const noCompleted = skip("no task of the project has completed");

export const historyCalls: readonly Call[] = [
  {
    name: "batches",
    ask: ({ wire, trial: { project } }) =>
      wire.get("/tasks", {
        project,
        batch: "true",
        fields: "id,status,batch,created_time",
        order_by: "created_time",
        order: "desc",
        limit: 10,
      }),
  },
  {
    name: "children",
    ask: async ({ wire }, answers) => {
      const parent = textAt(batchIn(answers) ?? {}, "id");
      return parent === undefined
        ? noBatch
        : wire.get("/tasks", {
            parent,
            fields: childFields,
            order_by: "created_time",
            order: "asc",
            offset: 0,
            limit: 100,
          });
    },
  },
  {
    name: "besideChildren",
    ask: async ({ wire, trial: { project } }, answers) => {
      const time = Date.parse(textAt(batchIn(answers) ?? {}, "created_time") ?? "");
      if (!Number.isFinite(time)) return noBatch;
      return wire.get("/tasks", {
        project,
        created_from: inFilters(time - 1000),
        fields: "id,parent,batch,created_time",
        order_by: "created_time",
        order: "asc",
        limit: 100,
      });
    },
  },
  {
    name: "completed",
    ask: ({ wire, trial: { project } }) =>
      wire.get("/tasks", {
        project,
        status: "COMPLETED",
        fields: "id,status,batch,price,end_time",
        order_by: "created_time",
        order: "desc",
        limit: 10,
      }),
  },
  {
    name: "ended",
    ask: async ({ wire }, answers) => {
      const completed = answerIn(answers, "completed");
      const id = completed && completedIn(completed);
      return id === undefined ? noCompleted : wire.get(`/tasks/${id}`);
    },
  },
  {
    name: "details",
    ask: async ({ wire }, answers) => {
      const id = idOf(answerIn(answers, "ended"));
      return id === undefined ? noCompleted : wire.get(`/tasks/${id}/execution_details`);
    },
  },
  {
    name: "failed",
    ask: ({ wire, trial: { project } }) =>
      wire.get("/tasks", {
        project,
        status: "FAILED",
        fields: "id,status,errors,execution_status",
        order_by: "created_time",
        order: "desc",
        limit: 10,
      }),
  },
  {
    name: "files",
    ask: ({ wire, trial: { project } }) =>
      wire.get("/files", {
        project,
        fields: "id,name,type,size,project,parent,origin.task,metadata",
        limit: 2,
      }),
  },
  {
    name: "bulkFiles",
    ask: async ({ wire }, answers) => {
      const files = answerIn(answers, "files");
      const ids = (files === undefined ? [] : itemsOf(files)).flatMap((file) => textAt(file, "id") ?? []);
      return ids.length === 0
        ? skip("the project has no files")
        : wire.readByPost("/bulk/files/get", { fields: FileFacts.fields }, { file_ids: ids });
    },
  },
];
