import { randomBytes, randomUUID } from "node:crypto";
import { ownerTagText } from "../../provider/model/tags/ownerTag";
import { withTag } from "../../provider/model/tags/tag";

/** What `doctor` sends, so that it can tell what the platform has made of it. */
export interface Trial {
  readonly project: string;
  /** With its revision. */
  readonly app: string;
  /** Of the draft and of its clone, for people. */
  readonly name: string;
  readonly description: string;
  /** Of the resource in the description's tag, which no program has. */
  readonly tagId: string;
  /** Two optional ports with values. A required one is left out on purpose: the draft cannot be started. */
  readonly inputs: Readonly<Record<string, string | number | boolean>>;
  /** The id of no task. */
  readonly unknownId: string;
}

/** In the description's beginning, where a cut leaves it. */
export const characters = 'a<b & "c" é\nsecond line';

export const ending = "the end of the text.";

const hex = (bytes: number): string => randomBytes(bytes).toString("hex");

/** The name of all tasks that this command creates, without its last part. */
const namePrefix = "pulumi-sevenbridges doctor ";

export const newTrial = (given: Pick<Trial, "project" | "app" | "inputs">): Trial => {
  const tagId = hex(10);
  const text = `${characters}\nA draft of pulumi-sevenbridges doctor, which deletes it. ${"It may be deleted at any time. ".repeat(9)}${ending} `;
  return {
    ...given,
    name: `${namePrefix}${hex(4)}, delete me`,
    tagId,
    description: withTag(text, ownerTagText({ id: tagId, hash: hex(4), session: hex(4) }, { proof: "Sent" })),
    unknownId: randomUUID(),
  };
};

/** What the edits of the draft set: the first without one of the settings, the second with `null` for it. */
export const settingsSent = { use_memoization: true, max_parallel_instances: 2 };
export const settingsEdited = { use_memoization: true };
export const settingsCleared = { use_memoization: true, max_parallel_instances: null };

export const editedName = ({ name }: Trial): string => `${name} (edited)`;

/** The port whose value the second edit clears. */
export const clearedPort = ({ inputs }: Trial): string | undefined => Object.keys(inputs)[1];
