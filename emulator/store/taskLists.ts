import type { Outcome, Task } from "./model";
import { Sorted } from "./sorted";

/** When a task was made, was started (a draft: was made), has ended. */
export const moments = {
  created: (it: Task): number | undefined => it.createdAt,
  started: (it: Task): number | undefined => it.run?.at ?? it.createdAt,
  ended: (it: Task): number | undefined => it.end?.at,
};

export type Moment = keyof typeof moments;

/** What tasks are put in order by. */
export type TaskOrder = Moment | "name" | "creator";

/** What is written down of a task's state: the rest follows from the clock. */
export type Phase = "draft" | "moving" | Outcome;

export const phaseOf = (task: Task): Phase =>
  task.end?.status ?? (task.run === undefined ? "draft" : "moving");

/** Which tasks; without `parent`, those that are nobody's children. */
export interface TaskScope {
  readonly project?: string | undefined;
  readonly parent?: string | undefined;
  readonly phase?: Phase | undefined;
  readonly batch?: boolean | undefined;
}

export interface TaskList {
  /** Ascending; what has no value to be put in order by is at the end. */
  readonly tasks: Sorted<Task>;
  /** How many have one. */
  readonly valued: number;
}

const values: Readonly<Record<TaskOrder, (task: Task) => string | number | undefined>> = {
  ...moments,
  name: (it) => it.name,
  creator: (it) => it.createdBy,
};

/** Ties fall back on creation; that no two are equal is what lists rely on. */
const inOrder = (order: TaskOrder): ((a: Task, b: Task) => number) => {
  const value = values[order];
  return (a, b) => {
    const [one, other] = [value(a), value(b)];
    if (one === other) return a.seq - b.seq || (a.id < b.id ? -1 : Number(a.id > b.id));
    if (one === undefined) return 1;
    if (other === undefined) return -1;
    return one < other ? -1 : 1;
  };
};

interface Kept {
  readonly holds: (task: Task) => boolean;
  readonly tasks: Sorted<Task>;
}

/** A project's tasks, or a parent's. Each list of them is made when it is first asked for, and kept up from then on. */
class Listed {
  readonly all = new Sorted(inOrder("created"));
  private readonly kept = new Map<string, Kept>([["created", { holds: () => true, tasks: this.all }]]);

  in({ phase, batch }: TaskScope, order: TaskOrder): Sorted<Task> {
    const key = [order, phase, batch].filter((it) => it !== undefined).join(" ");
    const known = this.kept.get(key);
    if (known !== undefined) return known.tasks;
    const holds = (it: Task): boolean =>
      (phase === undefined || phaseOf(it) === phase) &&
      (batch === undefined || (it.batching !== undefined) === batch);
    const tasks = new Sorted(inOrder(order), this.all.slice(0, this.all.length).filter(holds));
    this.kept.set(key, { holds, tasks });
    return tasks;
  }

  change(was: Task | undefined, now: Task | undefined): void {
    for (const { holds, tasks } of this.kept.values()) {
      const before = was !== undefined && holds(was) ? was : undefined;
      const after = now !== undefined && holds(now) ? now : undefined;
      if (before !== undefined && after !== undefined) tasks.replace(before, after);
      else if (before !== undefined) tasks.remove(before);
      else if (after !== undefined) tasks.add(after);
    }
  }
}

/** The lists that tasks are in: a page is cut from one, nothing is sorted or looked through for it. */
export class TaskLists {
  private readonly all = new Listed();
  private readonly byProject = new Map<string, Listed>();
  private readonly byParent = new Map<string, Listed>();

  /** What is put in the place of a task has its project and its parent. */
  change(was: Task | undefined, now: Task | undefined): void {
    const task = now ?? was;
    if (task === undefined) return;
    if (task.parent !== undefined) {
      changeOf(this.byParent, task.parent, was, now);
    } else {
      this.all.change(was, now);
      changeOf(this.byProject, task.project, was, now);
    }
  }

  in(scope: TaskScope, order: TaskOrder): TaskList {
    const tasks = (this.listed(scope) ?? new Listed()).in(scope, order);
    const value = values[order];
    return { tasks, valued: tasks.countWhile((it) => value(it) !== undefined) };
  }

  /** Oldest first. */
  childrenOf(parent: string): readonly Task[] {
    const children = this.byParent.get(parent)?.all;
    return children === undefined ? [] : children.slice(0, children.length);
  }

  /** Those that have tasks. */
  projects(): Iterable<string> {
    return this.byProject.keys();
  }

  private listed({ project, parent }: TaskScope): Listed | undefined {
    if (parent !== undefined) return this.byParent.get(parent);
    return project === undefined ? this.all : this.byProject.get(project);
  }
}

const changeOf = (
  lists: Map<string, Listed>,
  key: string,
  was: Task | undefined,
  now: Task | undefined,
): void => {
  const known = lists.get(key);
  const listed = known ?? new Listed();
  listed.change(was, now);
  if (listed.all.length === 0) lists.delete(key);
  else if (known === undefined) lists.set(key, listed);
};
