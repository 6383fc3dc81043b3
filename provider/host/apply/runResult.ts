import * as E from "fp-ts/Either";
import type { Client } from "../../api/transport/http";
import {
  childrenNow,
  isBatch,
  isGood,
  latestWholeAttempt,
  type RunSnapshot,
  statusOf,
  type TaskOfRun,
} from "../../model/run/runSnapshot";
import { encodeRunState, type Failure, missingOutputs, type OutputPort } from "../../model/run/runState";
import type { RunHidden } from "../../model/run/runStored";
import type { DeclaredRun, KnownRun } from "../../model/run/taskRun";
import { groupFrom, hasEnded } from "../../model/task/taskState";
import { sealer } from "../../model/values/secrets";
import { explain } from "../../shared/errors";
import { joinWithAnd } from "../../shared/text";
import { attempt, fail } from "../failure";
import type { Properties } from "../properties";
import type { Result } from "../results";
import { redactor, secretTextsOf } from "../session/redact";
import { plainNames } from "../session/secrecy";
import type { Session } from "../session/session";
import { failuresOf, reasonsFor } from "./failures";
import { portsOf } from "./findRun";

/** What the API says of a task is cleared of the secrets of the run, and of those in the task. */
const clearRunText =
  (client: Client, hidden: RunHidden) =>
  (task: TaskOfRun, text: string): string =>
    client.clear(redactor(hidden, task)(text));

/** What is known of a run beyond its tasks, once it has ended. */
export interface RunDetails {
  readonly ports: readonly OutputPort[];
  readonly failures: readonly Failure[];
}

/** The app's ports and the failed jobs: asked for when there is something to say of them. */
export const readRunDetails = async (
  session: Session,
  client: Client,
  run: RunSnapshot,
  hidden: RunHidden,
): Promise<RunDetails> => {
  if (!hasEnded(statusOf(run))) return { ports: [], failures: [] };
  const ports = await portsOf(session, client, latestWholeAttempt(run).app);
  const failures = await failuresOf(client, run, clearRunText(client, hidden));
  return { ports, failures };
};
export const encodeRunOutputs = (
  client: Client,
  run: RunSnapshot,
  declared: DeclaredRun,
  hidden: RunHidden,
  { ports, failures }: RunDetails = { ports: [], failures: [] },
): Properties => {
  const texts = secretTextsOf(hidden, run.first, false);
  const seal = sealer(texts, secretTextsOf(hidden, run.first), plainNames);
  return seal(encodeRunState(run, declared, hidden, client.connection.endpoint, ports, failures));
};

/** A finished task that lacks what its app should have made: it happens on the real platform, and nothing fails there. */
const missingRequiredOutputs = (run: RunSnapshot, ports: readonly OutputPort[]): readonly string[] => {
  if (!isBatch(run)) {
    const missing = missingOutputs(latestWholeAttempt(run), ports);
    return missing.length === 0
      ? []
      : [
          `task ${latestWholeAttempt(run).id} is COMPLETED, but has no value on its required output ${joinWithAnd(missing)}`,
        ];
  }
  return ports.flatMap(({ id }) => {
    const lacking = childrenNow(run).filter(({ task }) => missingOutputs(task, ports).includes(id));
    const groups = lacking.map(({ group }) => groupFrom(group.batch_group)?.value ?? group.id);
    return lacking.length === 0
      ? []
      : [
          `${lacking.length === 1 ? "1 child is COMPLETED, but has" : `${lacking.length} children are COMPLETED, but have`} no value on the required output ${id}: ${joinWithAnd(groups)}`,
        ];
  });
};

/** From the run to the state, or to Pulumi's partial failure, which keeps both. */
export const toRunResult = async (
  session: Session,
  client: Client,
  run: RunSnapshot,
  declared: KnownRun,
  hidden: RunHidden,
  reasons: readonly string[] = [],
): Promise<Result> => {
  const { id } = run.first;
  const known = await attempt(() => readRunDetails(session, client, run, hidden));
  // Without the app's ports a missing value looks like one that may be missing.
  if (E.isLeft(known))
    return fail({
      _tag: "Unfinished",
      id,
      outputs: { ...encodeRunOutputs(client, run, declared, hidden), __outputsUnread: true },
      reasons: [
        `${explain(known.left)}. The run is ${statusOf(run)}; run pulumi up again to collect its values`,
      ],
    });
  const { ports, failures } = known.right;
  const outs = encodeRunOutputs(client, run, declared, hidden, known.right);
  for (const text of missingRequiredOutputs(run, ports)) client.say(`warning: ${text}`);
  const isBad = hasEnded(statusOf(run)) && !isGood(run, declared.allowFailures);
  const bad = isBad ? reasonsFor(run, failures, declared) : [];
  if (reasons.length > 0 || (bad.length > 0 && declared.wait))
    return fail({ _tag: "Unfinished", id, outputs: outs, reasons: [...reasons, ...bad] });
  // Nobody waits for it, so nothing fails; what would receive its values says why there are none.
  for (const text of bad) client.say(`warning: ${text}`);
  return { id, outs };
};
