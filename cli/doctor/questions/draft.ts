import { isDeepStrictEqual } from "node:util";
import * as E from "fp-ts/Either";
import { TaskAnswer, taskIn, User } from "../../../provider/api/endpoints/schemas";
import { ownerTagIn } from "../../../provider/model/tags/ownerTag";
import { isRecord } from "../../../provider/shared/codec";
import { type Answer, bodyOf, shortError, statusIn, textAt } from "../answer";
import {
  differs,
  differsHandled,
  differsUnhandled,
  type Question,
  question,
  unclear,
  unless,
} from "../question";
import { characters, ending } from "../trial";

/* What the platform makes of a draft that is sent, as its answer to POST shows. */

const descriptionOf = (answer: Answer): string => textAt(bodyOf(answer), "description") ?? "";

const noRecovery = differsHandled(
  "where the tag does not survive, it says that recovery is off for this task, and the state remembers it",
);

/** `2026-11-28T10:00:00Z`, with or without a fraction. */
const isPlainTime = (text: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text);

const isWhole = (body: unknown): boolean => {
  const answer = TaskAnswer.decode(body);
  return E.isRight(answer) && taskIn(answer.right) !== undefined;
};

export const draftQuestions: readonly Question[] = [
  question({
    key: "project.permissions",
    assumes: "a project says what the token's user may do in it",
    calls: ["project"],
    handling: differsHandled("its previews do not warn; the platform refuses what is not allowed"),
    verdict: (answer) => {
      const { permissions } = bodyOf(answer("project"));
      const its = isRecord(permissions) ? permissions : {};
      return unless(
        (typeof its.write !== "boolean" || typeof its.execute !== "boolean") &&
          "its permissions lack write or execute",
      );
    },
  }),
  question({
    key: "create.draft",
    assumes: "POST /tasks makes a draft, and starts nothing",
    calls: ["draft"],
    handling: differsUnhandled("a task that starts by itself costs money"),
    readsErrors: true,
    verdict: (answer) => {
      const { error } = answer("draft");
      if (error !== undefined) return differs(`it failed (${shortError(error)})`);
      return unless(statusIn(bodyOf(answer("draft"))) !== "DRAFT" && "its status is not DRAFT");
    },
  }),
  question({
    key: "create.whole",
    assumes: "POST /tasks answers with the whole task",
    calls: ["draft"],
    handling: differsHandled("it reads the task by itself"),
    verdict: (answer) => unless(!isWhole(answer("draft").body) && "it answers with a part of it"),
  }),
  question({
    key: "create.errors",
    assumes: "a draft without a required input is created, and its errors say so",
    calls: ["readDraft"],
    handling: differsHandled("its previews check the inputs against the app"),
    verdict: (answer) => {
      const { errors } = bodyOf(answer("readDraft"));
      if (!Array.isArray(errors) || errors.length === 0) return differs("its errors are empty");
      return unless(
        errors.some(
          (it) => !isRecord(it) || (textAt(it, "description") ?? textAt(it, "message")) === undefined,
        ) && "its errors are of another form",
      );
    },
  }),
  question({
    key: "create.app",
    assumes: "a task names its app with the revision, as it was sent",
    calls: ["draft"],
    handling: differsHandled(
      "apps are compared without the case of their owner, and a revision that is not shown is no change",
    ),
    verdict: (answer, { app }) =>
      unless(bodyOf(answer("draft")).app !== app && "it names the app in another way"),
  }),
  question({
    key: "create.name",
    assumes: "a task keeps the name that it is given",
    calls: ["draft"],
    handling: differsUnhandled("the name shows as changed"),
    verdict: (answer, { name }) => unless(bodyOf(answer("draft")).name !== name && "its name is another one"),
  }),
  question({
    key: "create.user",
    assumes: "created_by of a task is the username of GET /user, to the letter",
    calls: ["user", "draft"],
    handling: differsHandled("it compares names without case, and without the division before them"),
    verdict: (answer) => {
      const user = User.decode(answer("user").body);
      const { created_by: creator } = bodyOf(answer("draft"));
      if (E.isLeft(user)) return unclear("GET /user names nobody");
      return unless(creator !== user.right.username && "created_by is another text");
    },
  }),
  question({
    key: "create.time",
    assumes: "created_time is in UTC, like 2026-11-28T10:00:00Z",
    calls: ["readDraft"],
    handling: differsHandled("it reads times with a zone, with a fraction and without"),
    verdict: (answer) => {
      const time = textAt(bodyOf(answer("readDraft")), "created_time");
      if (time === undefined)
        return differs("it is missing", differsUnhandled("lost answers cannot be looked for"));
      return unless(!isPlainTime(time) && "it is of another form");
    },
  }),
  question({
    key: "description.length",
    assumes: "a description is not cut",
    calls: ["draft"],
    handling: noRecovery,
    verdict: (answer) => unless(!descriptionOf(answer("draft")).includes(ending) && "it is cut"),
  }),
  question({
    key: "description.characters",
    assumes: "a description keeps characters and line breaks",
    calls: ["draft"],
    handling: noRecovery,
    verdict: (answer) => unless(!descriptionOf(answer("draft")).includes(characters) && "they are changed"),
  }),
  question({
    key: "description.blanks",
    assumes: "a description keeps the blank at its end",
    calls: ["draft"],
    handling: noRecovery,
    verdict: (answer) => unless(!descriptionOf(answer("draft")).endsWith(" ") && "it is trimmed"),
  }),
  question({
    key: "description.tag",
    assumes: "the tag in a description survives, so that a lost answer is found again",
    calls: ["draft"],
    handling: noRecovery,
    verdict: (answer, { tagId }) => {
      const tag = ownerTagIn({ id: "", description: descriptionOf(answer("draft")) });
      return unless(tag?.id !== tagId && "it cannot be read in the answer");
    },
  }),
  question({
    key: "create.same",
    assumes: "a task reads as POST /tasks has answered",
    calls: ["draft", "readDraft"],
    handling: differsUnhandled("the task shows as changed"),
    verdict: (answer) => {
      const [made, read] = [bodyOf(answer("draft")), bodyOf(answer("readDraft"))];
      const other = ["name", "description", "status", "app", "project", "inputs"].filter(
        (key) => key in made && !isDeepStrictEqual(made[key], read[key]),
      );
      return unless(other.length > 0 && `${other.join(", ")} ${other.length === 1 ? "differs" : "differ"}`);
    },
  }),
];
