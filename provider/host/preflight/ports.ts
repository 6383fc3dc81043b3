import * as E from "fp-ts/Either";
import type { App } from "../../api/endpoints/schemas";
import { checkAgainstApp } from "../../cwl/check";
import { defaultBatching, inputPorts } from "../../cwl/ports";
import { emptyOnPurpose } from "../../model/values/value";
import { isRecord } from "../../shared/codec";
import { type ApiError, explain } from "../../shared/errors";
import { isUnknown } from "../../shared/unknown";
import type { Skipped } from "../session/bestEffort";
import { type Check, type CheckContext, type Findings, nothingFound } from "./check";

/** The API says that there is no such app (404), or none that this user may see (403). */
const isDenied = (error: Skipped | ApiError): error is ApiError =>
  error._tag === "Refused" && (error.status === 404 || error.status === 403);

/**
 * An existing task has on its ports what it was made with, by this program or by a person: only what the program takes away
 * can be missing, or what another app wants.
 */
const mayLackIn = ({ olds, adopting, changed }: CheckContext): ((port: string) => boolean) => {
  if (adopting) return () => true;
  if (changed("app")) return () => false;
  const before = isRecord(olds.inputs) ? olds.inputs : {};
  return (port) => Object.keys(olds).length > 0 && !Object.hasOwn(before, port);
};

const against = (checking: CheckContext, { raw }: App): Findings => {
  if (!isRecord(raw))
    return {
      ...nothingFound,
      unchecked: [`not checked: inputs against the ports of ${checking.now.app}. Its CWL is not served`],
    };
  const app = { inputs: inputPorts(raw), batching: defaultBatching(raw) };
  const says = { ...checking.now, emptyOnPurpose: emptyOnPurpose(checking.news.inputs) };
  return { ...nothingFound, ...checkAgainstApp(app, says, mayLackIn(checking)) };
};

/** The values against the ports of the app. */
export const ports: Check = {
  what: "inputs against the ports of their apps",
  look: async (checking) => {
    if (isUnknown(checking.now.app) || !checking.changed("app", "inputs", "batching"))
      return E.right(nothingFound);
    const app = await checking.app();
    if (E.isRight(app)) return E.right(against(checking, app.right));
    return isDenied(app.left) ? E.right({ ...nothingFound, mistakes: [`app: ${explain(app.left)}`] }) : app;
  },
};
