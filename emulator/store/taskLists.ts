import type { Task } from "./model";
import { Sorted } from "./sorted";

/** What tasks are put in order by. */
export type TaskOrder = "created" | "started" | "ended" | "name" | "creator";

export interface TaskScope {
  readonly project?: string | undefined;
  /** Its children; else the tasks that are nobody's. */
  readonly parent?: string | undefined;
}

export interface TaskList {
  /** Ascending. */
  readonly tasks: Sorted<Task>;
  /** How many have a value to be put in order by; the others are at the end. */
  readonly valued: number;
  readonly newest: Task | undefined;
}

/** Undefined comes after all values. */
type Value = string | number | undefined;

const values: Readonly<Record<TaskOrder, (task: Task) => Value>> = {
  created: (it) => it.createdAt,
  started: (it) => it.run?.at ?? it.createdAt,
  ended: (it) => it.end?.at,
  name: (it) => it.name,
  creator: (it) => it.createdBy,
};

/** Ties fall back on creation. */
const inOrder = (order: TaskOrder): ((a: Task, b: Task) => number) => {
  const value = values[order];
  return (a, b) => {
    const [one, other] = [value(a), value(b)];
    if (one === other) return a.seq - b.seq;
    if (one === undefined) return 1;
    if (other === undefined) return -1;
    return one < other ? -1 : 1;
  };
};

/** Tasks that are listed together: by creation always, in other orders from the first time that one is asked for. */
class Listed {
  private readonly orders = new Map<TaskOrder, Sorted<Task>>();
  readonly created = new Sorted(inOrder("created"));

  constructor() {
    this.orders.set("created", this.created);
  }

  in(order: TaskOrder): Sorted<Task> {
    const known = this.orders.get(order);
    if (known !== undefined) return known;
    const made = new Sorted(inOrder(order), this.created.slice(0, this.created.length));
    this.orders.set(order, made);
    return made;
  }

  change(was: Task | undefined, now: Task | undefined): void {
    for (const sorted of this.orders.values()) {
      if (was !== undefined && now !== undefined) sorted.replace(was, now);
      else if (was !== undefined) sorted.remove(was);
      else if (now !== undefined) sorted.add(now);
    }
  }
}

/** The lists that tasks are in, each in its orders: a page is cut from one, nothing is sorted or searched for it. */
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

  in({ project, parent }: TaskScope, order: TaskOrder): TaskList {
    const listed = this.listed(project, parent) ?? new Listed();
    const tasks = listed.in(order);
    const value = values[order];
    return {
      tasks,
      valued: tasks.countWhile((it) => value(it) !== undefined),
      newest: listed.created.last(),
    };
  }

  private listed(project: string | undefined, parent: string | undefined): Listed | undefined {
    if (parent !== undefined) return this.byParent.get(parent);
    return project === undefined ? this.all : this.byProject.get(project);
  }

  /** Oldest first. */
  childrenOf(parent: string): readonly Task[] {
    const children = this.byParent.get(parent)?.created;
    return children === undefined ? [] : children.slice(0, children.length);
  }

  /** Those that have tasks. */
  projects(): Iterable<string> {
    return this.byProject.keys();
  }
}

const changeOf = (
  lists: Map<string, Listed>,
  key: string,
  was: Task | undefined,
  now: Task | undefined,
): void => {
  const listed = lists.get(key) ?? new Listed();
  listed.change(was, now);
  if (listed.created.length === 0) lists.delete(key);
  else lists.set(key, listed);
};
