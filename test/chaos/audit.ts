import { draftIn, type Held, hasEnded, none, runIn, type Shown, together, type Violations } from "./check";
import { hasTaskRun, type Item, type Items, isStarted, runName } from "./items";
import type { Ledger, Seen } from "./ledger";

/** A stack as it is after a command that has succeeded. */
export interface Standing {
  readonly name: string;
  readonly items: Items;
  readonly held: Held;
  /** The command looked at the platform first: what people have edited is the program's again. */
  readonly isRefreshed: boolean;
}

const keyOf = ({ inputs }: Shown): number => Number(inputs.threads);

const told = ({ id, name, status }: Shown): string => `${name}: ${id} (${status})`;

/** What the state has of one task of the program, against the platform. */
const itemTrouble = (item: Item, standing: Standing, all: readonly Shown[], ledger: Ledger): Violations => {
  const { held, isRefreshed } = standing;
  const { key, name } = item;
  const [draft, run] = [draftIn(held, name), runIn(held, name)];
  const own = all.find(({ id }) => id === draft?.id);
  const ran = all.find(({ id }) => id === run?.id);
  if (draft === undefined)
    return { ...none, losses: [`task ${key} is not in the state of ${standing.name}`] };
  if (own === undefined)
    return ledger.has(draft.id, "deleteDraft") && !isRefreshed
      ? none
      : { ...none, losses: [`the state's task ${key} is not on the platform: ${draft.id}`] };
  const isEdited = ledger.has(own.id, "editDraft");
  return {
    ...none,
    losses: [
      ...(keyOf(own) === key || (isEdited && (!isRefreshed || own.status !== "DRAFT"))
        ? []
        : [`${told(own)} has ${keyOf(own)} threads, not ${key}`]),
      ...(hasTaskRun(item) && ran === undefined ? [`the state's run of ${key} is not on the platform`] : []),
      ...(item.run === "waited" && ran !== undefined && ran.status !== "COMPLETED"
        ? [`the run of ${key} is ${ran.status}`]
        : []),
      ...(isStarted(item) && own.status === "DRAFT" ? [`task ${key} was not started`] : []),
    ],
    duplicates:
      isStarted(item) || own.status === "DRAFT" || ledger.has(own.id, "startDraft")
        ? []
        : [`task ${key} is ${own.status}, and nobody asked`],
  };
};

const namesOf = (items: Items): ReadonlySet<string> =>
  new Set(
    items.flatMap((item) => {
      const names = [item.name, ...(hasTaskRun(item) ? [runName(item.name)] : [])];
      return names;
    }),
  );

/** Drafts that we have made, that no state holds, and that nothing explains. */
const strayDrafts = (all: readonly Shown[], ids: ReadonlySet<string>, ledger: Ledger): readonly Shown[] =>
  all.filter(
    ({ id, status }) =>
      status === "DRAFT" &&
      !ids.has(id) &&
      !ledger.isByHand(id) &&
      !ledger.isLeft(id) &&
      !ledger.forgotten.has(id),
  );

/** What people have made is as they have left it; what they have started by hand is not aborted by us. */
const touchedIn = (all: readonly Shown[], ledger: Ledger): readonly string[] => [
  ...ledger.peoplesTasks().flatMap((was) => {
    const now = all.find(({ id }) => id === was.id);
    const writes = ledger.writesTo(was.id).map(({ what, at }) => `${what} by command ${at + 1}`);
    if (now === undefined) return [`${told(was)}, made by hand, is gone: ${writes.join()}`];
    const isSame =
      now.name === was.name &&
      now.description === was.description &&
      JSON.stringify(now.inputs) === JSON.stringify(was.inputs) &&
      (was.status === "DRAFT") === (now.status === "DRAFT");
    return isSame && writes.length === 0 ? [] : [`${told(now)}, made by hand: ${writes.join() || "changed"}`];
  }),
  ...ledger.seen().flatMap(({ task }) => {
    const started = ledger.startedByHand(task.id);
    if (started === undefined) return [];
    const writes = ledger.writesTo(task.id);
    // A process that was about to start it in the same command, or was killed at it, may take the start for its own.
    const isClose = writes.some(({ what, at }) => what !== "abort" && at >= started && at <= started + 1);
    const isClaimed = writes.some(({ what, at }) => what === "PATCH" && ledger.isStruck(at));
    const aborted = writes.filter(({ what }) => what === "abort");
    return aborted.length === 0 || isClose || isClaimed
      ? []
      : aborted.map(({ at }) => `${told(task)}, started by hand, was aborted by command ${at + 1}`);
  }),
];

const isSpent = ({ status }: Shown): boolean => ["FAILED", "ABORTED", "ABORTING"].includes(status);

/** Work that was started by us although the same work was there, and no line had named it. */
const paymentsIn = (ledger: Ledger): readonly string[] => {
  const byKey = new Map<number, Seen[]>();
  for (const seen of ledger.seen()) {
    if (seen.started === undefined || ledger.isByHand(seen.task.id)) continue;
    const key = keyOf(seen.task);
    byKey.set(key, [...(byKey.get(key) ?? []), seen]);
  }
  return [...byKey].flatMap(([key, works]) => {
    const sorted = works.toSorted((a, b) => (a.started ?? 0) - (b.started ?? 0));
    const unsaid = sorted.slice(1).filter((work, index) => {
      if (ledger.startedByHand(work.task.id) !== undefined) return false;
      const earlier = sorted.slice(0, index + 1).filter(({ task }) => !isSpent(task));
      if (earlier.length === 0) return false;
      // A clone by hand of the same values is as good, where a line offers it.
      const isSaid = ledger
        .seen()
        .some(({ task }) => keyOf(task) === key && ledger.isOffered(task.id, work.started ?? 0));
      return !isSaid && !ledger.isStruck(work.made);
    });
    return unsaid
      .slice(ledger.asked.get(key) ?? 0)
      .map(
        ({ task }) =>
          `task ${key} was run once more: ${told(task)}, beside ${sorted.map((it) => it.task.id).join(", ")}`,
      );
  });
};

/** After an `up` that has succeeded, over all stacks that are up. `one`: the stack that it was. */
export const auditUp = (
  one: Standing,
  others: readonly Held[],
  all: readonly Shown[],
  ledger: Ledger,
): Violations => {
  const { items, held } = one;
  const ids = new Set([held, ...others].flatMap((it) => [...it.ids]));
  const names = namesOf(items);
  const keys = new Set(items.map(({ key }) => key));
  const stray = strayDrafts(all, ids, ledger);
  // What has completed is a record: two stacks may hold it, for none of them can change, abort or delete it.
  const completed = new Set(all.filter(({ status }) => status === "COMPLETED").map(({ id }) => id));
  const shared = others
    .flatMap((other) => [...other.ids].filter((id) => held.ids.has(id)))
    .filter((id) => !completed.has(id));
  return together([
    ...items.map((item) => itemTrouble(item, one, all, ledger)),
    {
      ...none,
      duplicates: [
        ...stray
          .filter((it) => keys.has(keyOf(it)))
          .map((it) => `${told(it)} is in no state, and no line names it`),
        ...shared.map((id) => `two stacks hold ${id}`),
      ],
      orphans: stray
        .filter((it) => !keys.has(keyOf(it)))
        .map((it) => `${told(it)} is in no state, and no line names it`),
      losses: gone(all, ledger),
      touched: touchedIn(all, ledger),
      payments: paymentsIn(ledger),
      troubles: [
        ...held.troubles,
        ...ledger.panics(),
        ...[...held.drafts.keys(), ...held.runs.keys()]
          .filter((name) => !names.has(name))
          .map((name) => `the state has ${JSON.stringify(name)}, which the program has not`),
      ],
    },
  ]);
};

/** The platform's record of what has run stays. */
const gone = (all: readonly Shown[], ledger: Ledger): readonly string[] =>
  ledger
    .seen()
    .filter(({ task, started }) => started !== undefined && !all.some(({ id }) => id === task.id))
    .map(({ task }) => `the record of ${told(task)} is gone`);

/** After the destroys of all stacks: no draft of ours but those that a line or a lost state explains, and nothing of ours runs. */
export const auditEnd = (held: readonly Held[], all: readonly Shown[], ledger: Ledger): Violations => {
  const going = all.filter(
    (it) =>
      !hasEnded(it.status) &&
      it.status !== "DRAFT" &&
      !ledger.isByHand(it.id) &&
      ledger.startedByHand(it.id) === undefined &&
      !ledger.isLeft(it.id) &&
      !ledger.forgotten.has(it.id),
  );
  return {
    ...none,
    orphans: [
      ...strayDrafts(all, new Set(), ledger).map((it) => `${told(it)} is left`),
      ...going.map((it) => `${told(it)} goes on`),
    ],
    losses: gone(all, ledger),
    touched: touchedIn(all, ledger),
    payments: paymentsIn(ledger),
    troubles: [
      ...held.flatMap(({ troubles }) => troubles),
      ...held.flatMap(({ drafts, runs }) =>
        [...drafts.keys(), ...runs.keys()].map((name) => `the state still has ${JSON.stringify(name)}`),
      ),
      ...ledger.panics(),
    ],
  };
};
