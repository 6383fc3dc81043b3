import { isDeepStrictEqual } from "node:util";
import { attemptTagIn } from "../../../provider/model/tags/attemptTag";
import { isRecord } from "../../../provider/shared/codec";
import { type Answer, bodyOf, idOf, type Json, shortError, statusIn, textAt } from "../answer";
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
import { clearedPort, editedName, settingsSent } from "../trial";

/* Edits and clones of the draft, and what remains of a task that is deleted. */

const recordAt = (answer: Answer, key: string): Json => {
  const value = bodyOf(answer)[key];
  return isRecord(value) ? value : {};
};

const hasRemovedSetting = (answer: Answer): boolean =>
  recordAt(answer, "execution_settings").max_parallel_instances === settingsSent.max_parallel_instances;

export const editQuestions: readonly Question[] = [
  question({
    key: "edit.answer",
    assumes: "PATCH answers with the edited task",
    calls: ["edit"],
    handling: differsHandled(
      "it compares the answer with what it has sent, and reads the task where that is not whole",
    ),
    verdict: (answer, trial) =>
      unless(bodyOf(answer("edit")).name !== editedName(trial) && "its answer does not show the new name"),
  }),
  question({
    key: "edit.inputs",
    assumes: "PATCH merges inputs by port, and null clears one",
    calls: ["secondEdit"],
    handling: differsUnhandled("ports that are not sent lose their values, or cleared ones keep them"),
    verdict: (answer, trial) => {
      const port = clearedPort(trial);
      const [kept] = Object.keys(trial.inputs);
      if (port === undefined || kept === undefined)
        return unclear("the app has no two optional inputs of plain types");
      const inputs = recordAt(answer("secondEdit"), "inputs");
      return unless(
        !isDeepStrictEqual(inputs[kept], trial.inputs[kept]) && "a port that was not sent is changed",
        (inputs[port] ?? null) !== null && "a port that was cleared keeps its value",
      );
    },
  }),
  question({
    key: "edit.settings",
    assumes: "PATCH replaces execution_settings, so that what is not sent is removed",
    calls: ["draft", "edit", "secondEdit"],
    handling: differsHandled("it sends null for what is removed, and reports what does not change back"),
    verdict: (answer) => {
      if (!hasRemovedSetting(answer("draft"))) return unclear("the draft does not show its settings");
      if (!hasRemovedSetting(answer("edit"))) return confirmed;
      return differs(
        hasRemovedSetting(answer("secondEdit"))
          ? "they are merged, and null removes nothing"
          : "they are merged; null removes one",
      );
    },
  }),
  question({
    key: "clone.draft",
    assumes: "a clone is a draft, and starts nothing",
    calls: ["clone"],
    handling: differsUnhandled("a task that starts by itself costs money"),
    readsErrors: true,
    verdict: (answer) => {
      const { error } = answer("clone");
      if (error !== undefined) return differs(`it failed (${shortError(error)})`);
      return unless(statusIn(bodyOf(answer("clone"))) !== "DRAFT" && "its status is not DRAFT");
    },
  }),
  question({
    key: "clone.same",
    assumes: "a clone has the app, the inputs and the settings of its source",
    calls: ["readDraft", "clone"],
    handling: differsUnhandled("a further attempt would run something else"),
    verdict: (answer) => {
      const [source, clone] = [bodyOf(answer("readDraft")), bodyOf(answer("clone"))];
      const other = ["app", "project", "inputs", "execution_settings"].filter(
        (key) => key in clone && !isDeepStrictEqual(clone[key], source[key]),
      );
      return unless(other.length > 0 && `${other.join(", ")} ${other.length === 1 ? "differs" : "differ"}`);
    },
  }),
  question({
    key: "clone.description",
    assumes: "a clone has the description of its source",
    calls: ["readDraft", "clone"],
    handling: differsHandled("it writes its tag before the clone is started, and verifies it in the answer"),
    verdict: (answer) => {
      const [source, clone] = [bodyOf(answer("readDraft")), bodyOf(answer("clone"))];
      if (!("description" in clone)) return differs("it has none");
      return unless(clone.description !== source.description && "it has another one");
    },
  }),
  question({
    key: "clone.tag",
    assumes: "the description of a clone can be changed, and PATCH shows it",
    calls: ["clone", "tagClone"],
    handling: differsHandled("a line says that recovery is off for that attempt"),
    verdict: (answer, { tagId }) => {
      const description = textAt(bodyOf(answer("tagClone")), "description");
      const tag = attemptTagIn({ id: idOf(answer("clone")) ?? "", description });
      return unless(tag?.id !== tagId && "the answer does not show the tag");
    },
  }),
  question({
    key: "delete.gone",
    assumes: "a deleted task answers 404 with code 7002",
    calls: ["deleteClone", "deletedClone"],
    handling: differsHandled(
      "it never forgets a task that was started; a refresh forgets a draft only where the project can be read and says 404",
    ),
    readsErrors: true,
    verdict: (answer) => {
      const { error: refusal } = answer("deleteClone");
      if (refusal !== undefined)
        return differs(
          `a draft cannot be deleted (${shortError(refusal)})`,
          differsUnhandled("drafts are left over"),
        );
      const { error } = answer("deletedClone");
      if (error === undefined)
        return differs("it is still there", differsUnhandled("a refresh keeps it in the state"));
      return unless(
        !(error._tag === "Refused" && error.status === 404 && error.code === 7002) &&
          `it answers ${shortError(error)}`,
      );
    },
  }),
];
