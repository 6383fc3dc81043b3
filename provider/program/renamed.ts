import * as pulumi from "@pulumi/pulumi";
import * as E from "fp-ts/Either";
import { readReplaceFinished, refusalCause } from "../config/replaceFinished";
import { OtherWork, otherRefusal, otherText, otherWorkKey } from "../shared/existingWork";
import { settleRegistrations, whenAllSeen } from "./atTheEnd";
import { isPreview, report } from "./previewErrors";
import { logWarning } from "./programLog";

/*
 * A resource that was renamed without an alias is new to Pulumi, and its work is paid for again. A preview's check sees the work
 * of another resource of the same args; whether that one is still declared, only the program's process knows, at its end.
 */

interface Seen {
  readonly resource: pulumi.Resource;
  readonly id: unknown;
  readonly other: OtherWork | undefined;
}

/** What `check` adds for this. */
export const workOfOthers = { __id: undefined, [otherWorkKey]: undefined };

const reportRenamed = whenAllSeen<Seen>((all, said) => {
  const declared = new Set(all.map(({ id }) => id));
  const setting = readReplaceFinished(pulumi.runtime.getConfig);
  for (const { resource, other } of all) {
    if (other === undefined || declared.has(other.resourceId) || said.has(other.work.id)) continue;
    said.add(other.work.id);
    const cause = E.isRight(setting) ? refusalCause(setting.right, other.work.price) : undefined;
    if (cause === undefined) void logWarning(otherText(other.work), resource);
    else report([otherRefusal(other.work, cause)], resource);
  }
});

/** Looks at what a preview has found for a `DraftTask`. */
export const watchRenamed = (resource: pulumi.Resource): void => {
  if (!isPreview()) return;
  void reportRenamed(async () => {
    const found = await settleRegistrations({
      id: Reflect.get(resource, "__id"),
      other: Reflect.get(resource, otherWorkKey),
    });
    const other = OtherWork.decode(found.other);
    return { resource, id: found.id, other: E.isRight(other) ? other.right : undefined };
  });
};
