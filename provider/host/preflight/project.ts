import * as E from "fp-ts/Either";
import type { Project } from "../../api/endpoints/schemas";
import type { ApiError } from "../../shared/errors";
import { isUnknown } from "../../shared/unknown";
import type { Skipped } from "../session/bestEffort";
import { type Check, type CheckContext, type Findings, nothingFound } from "./check";

const projectMistake = (sentence: string): Findings => ({
  ...nothingFound,
  mistakes: [`project: ${sentence}`],
});

const permissionsToAskFor = (what: string): string =>
  `ask its owner or an admin of it for ${what}, or name another project`;

/** What the token's user may do there; where the platform does not say, nothing is reported. */
const permissionFindings = ({ now }: CheckContext, { id, permissions }: Project): Findings => {
  if (permissions?.write === false)
    return projectMistake(
      `the token's user may not write in ${id}, and so makes no tasks there: ${permissionsToAskFor("the write permission")}`,
    );
  return permissions?.execute === false && now.run === true
    ? projectMistake(
        `the token's user may not run tasks in ${id}, and run is true: ${permissionsToAskFor("the execute permission")}, or take run out`,
      )
    : nothingFound;
};

/** By the HTTP status: API digest, 9.2 (3001 and 3002). */
const refusedProject = (error: Skipped | ApiError, id: string, endpoint: string): Findings | undefined => {
  if (error._tag !== "Refused") return undefined;
  if (error.status === 404)
    return projectMistake(`there is no project ${id} at ${endpoint}: check its id, and the platform`);
  return error.status === 403
    ? projectMistake(`the token's user has no access to ${id}: ask its owner for it, or name another project`)
    : undefined;
};

/** Whether there is such a project, and whether a task may be made there. */
export const project: Check = {
  what: "projects and the right to write in them",
  look: async (checking) => {
    const { session, client, now, adopting, changed, ask } = checking;
    const { project: id } = now;
    const asks = changed("project") || (changed("run") && now.run === true);
    // An imported task exists already.
    if (isUnknown(id) || adopting || !asks) return E.right(nothingFound);
    const found = await ask((asking) => session.cache.project(asking, id))();
    if (E.isRight(found)) return E.right(permissionFindings(checking, found.right));
    const findings = refusedProject(found.left, id, client.connection.endpoint);
    return findings === undefined ? found : E.right(findings);
  },
};
