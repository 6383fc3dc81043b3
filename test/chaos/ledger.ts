import type { Act } from "./acts";
import type { Ended } from "./arena";
import type { Shown } from "./check";

/** A command that has ended, as the ledger keeps it. */
export interface Entry {
  readonly text: string;
  readonly requests: readonly string[];
  /** A kill may have swallowed lines of it. */
  readonly isStruck: boolean;
}

/** What the ledger knows of a task that it has seen. */
export interface Seen {
  readonly task: Shown;
  /** After which command it was seen first, and started first. */
  readonly made: number;
  readonly started?: number;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colors of a terminal
const colors = /\u001b\[[0-9;]*m/g;

/** A request that changes a task: its method, the task and the action. */
const write = /^(PATCH|DELETE|POST) \/v2\/tasks\/([0-9a-f-]{36})(?:\/actions\/(\w+))?\S* (\d+)/;

/** All that was done by commands and by people, kept apart: the checker judges by it, and not by what the provider believes. */
export class Ledger {
  private readonly entries: Entry[] = [];
  private readonly tasks = new Map<string, Seen>();
  /** Tasks that people have made, as they have left them. */
  private readonly byHand = new Map<string, Shown>();
  private readonly done: { readonly act: Act; readonly id: string; readonly after: number }[] = [];
  /** What a restored, cut or empty state no longer had. */
  readonly forgotten = new Set<string>();
  /** How often somebody has asked to run the work of a key once more, knowing that it costs again. */
  readonly asked = new Map<number, number>();

  noteByHand = (task: Shown): void => void this.byHand.set(task.id, task);

  noteAct = (act: Act, { id }: Shown): void =>
    void this.done.push({ act, id, after: this.entries.length - 1 });

  /** What a command has left: its text, its requests and the tasks that there are now. */
  readonly note = ({ text, requests, fallen }: Ended, all: readonly Shown[]): void => {
    const isStruck = fallen?.after !== undefined && fallen.victim !== undefined;
    this.entries.push({ text: text.replace(colors, ""), requests, isStruck });
    this.see(all);
  };

  private readonly see = (all: readonly Shown[]): void => {
    const now = this.entries.length - 1;
    for (const task of all) {
      const before = this.tasks.get(task.id);
      const started = before?.started ?? (task.status === "DRAFT" ? undefined : now);
      const made = before?.made ?? now;
      this.tasks.set(task.id, { task, made, ...(started === undefined ? {} : { started }) });
    }
  };

  readonly ask = (key: number): void => void this.asked.set(key, (this.asked.get(key) ?? 0) + 1);

  readonly isByHand = (id: string): boolean => this.byHand.has(id);

  readonly seen = (): readonly Seen[] => [...this.tasks.values()];

  readonly peoplesTasks = (): readonly Shown[] => [...this.byHand.values()];

  /** Whether somebody has done this to a task. */
  readonly has = (id: string, ...kinds: readonly Act["kind"][]): boolean =>
    this.done.some((it) => it.id === id && kinds.includes(it.act.kind));

  readonly acts = (): readonly string[] =>
    this.done.map(({ act, id, after }) => `${act.by} ${act.kind} ${id} after command ${after + 1}`);

  /** The writes that commands have sent for a task: `PATCH`, `DELETE`, `run`, `abort`. */
  readonly writesTo = (
    id: string,
  ): readonly { readonly what: string; readonly at: number; readonly status: number }[] =>
    this.entries.flatMap(({ requests }, at) =>
      requests.flatMap((request) => {
        const [, method = "", task, action, status] = write.exec(request) ?? [];
        return task === id ? [{ what: action ?? method, at, status: Number(status) }] : [];
      }),
    );

  private readonly hasLine = (id: string, form: RegExp, upTo: number): boolean =>
    this.entries
      .slice(0, upTo + 1)
      .some(({ text }) => text.split("\n").some((line) => line.includes(id) && form.test(line)));

  /** Whether a line has named a task as one that is left alone. */
  readonly isLeft = (id: string): boolean =>
    this.hasLine(id, /left alone|left running|removed from this state only/, this.entries.length);

  /** Whether a line had named a task as work that exists, and how to keep it, up to some command. */
  readonly isOffered = (id: string, upTo: number): boolean =>
    this.hasLine(id, /import: "|was made from the same args for a resource of this stack/, upTo);

  readonly isStruck = (at: number): boolean => this.entries[at]?.isStruck === true;

  /** By the clock of commands: when somebody has started a task by hand; nothing where nobody has. */
  readonly startedByHand = (id: string): number | undefined =>
    this.done.find((it) => it.id === id && it.act.kind === "startDraft")?.after;

  readonly count = (): number => this.entries.length;

  readonly panics = (): readonly string[] =>
    this.entries.flatMap(({ text }, at) =>
      /^panic: |Unrecognized color code/m.test(text) ? [`command ${at + 1} has ended in a panic`] : [],
    );
}
