import type { Task } from "../../api/endpoints/schemas";
import type { Client } from "../../api/transport/http";
import { settingNames } from "../../model/codecs/argPlaces";
import { type ExecutionSettings, isSameSetting } from "../../model/codecs/executionSettings";
import { wireValue } from "../../model/task/fieldRow";
import { fields } from "../../model/task/fields";
import type { KnownTask } from "../../model/task/toApi";
import { isRecord } from "../../shared/codec";

/*
 * Whether PATCH merges `execution_settings`, and clears what is sent as null, is not established (API digest, 12): the answer is
 * compared with what the program says. A machine that stays is paid for.
 */

/** The settings of a task in which it is not what the program says. What only the platform sets is its own. */
const settingsNotTaken = (
  was: ExecutionSettings | undefined,
  now: ExecutionSettings | undefined,
  live: ExecutionSettings,
): readonly string[] =>
  settingNames.flatMap((key) => {
    const [before, ours, theirs] = [was?.[key], now?.[key], live[key]];
    if (ours !== undefined)
      return isSameSetting(ours, theirs)
        ? []
        : [`executionSettings.${key} ${theirs === undefined ? "unset" : theirs}, not ${ours}`];
    return before !== undefined && theirs !== undefined && isSameSetting(before, theirs)
      ? [`executionSettings.${key} ${theirs}, which the program no longer sets`]
      : [];
  });

/** Whether an answer, which may be only a part of a task, says anything of settings. */
export const hasSettings = (answer: object): boolean =>
  isRecord(wireValue(answer, fields.executionSettings.wire));

/** Of the task that a PATCH has answered. */
export const saySettingsNotTaken = (
  client: Client,
  task: Task,
  was: Pick<KnownTask, "executionSettings">,
  now: Pick<KnownTask, "executionSettings">,
): void => {
  for (const text of settingsNotTaken(
    was.executionSettings,
    now.executionSettings,
    fields.executionSettings.read(task) ?? {},
  ))
    client.say(
      `warning: task ${task.id} has ${text}: the platform did not take the program's settings, and a run is paid for as it is. Set the value that you want, or change \`triggers\` to create another task`,
    );
};
