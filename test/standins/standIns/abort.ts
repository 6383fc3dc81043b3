import type { Row } from "../row";
import { jsonOf, refusal, type StandIn } from "../standIn";

/** The pages of two clients say that only RUNNING tasks can be aborted: API digest, 12. */
const refusing = (status: number, code: number): StandIn => ({
  name: `abort refused for QUEUED and CREATING (${status}, code ${code})`,
  behavior: () => async (asked, forward) => {
    const id = /^\/tasks\/([^/]+)\/actions\/abort$/.exec(asked.path)?.[1];
    if (id === undefined) return forward(asked);
    const task = jsonOf(await forward({ ...asked, method: "GET", path: `/tasks/${id}`, body: undefined }));
    return task.status === "QUEUED" || task.status === "CREATING"
      ? refusal(status, code, "This action is only available for RUNNING tasks.")
      : forward(asked);
  },
});

export const abortRows: readonly Row[] = [
  { standIn: refusing(400, 7011), meets: "aborted as soon as it runs", demanded: {} },
  { standIn: refusing(403, 7008), meets: "aborted as soon as it runs", demanded: {} },
  { standIn: refusing(409, 90007), meets: "aborted as soon as it runs", demanded: {} },
];
