import { DueQueue } from "./dueQueue";
import type { Task } from "./model";

/** Started and not ended: what the clock moves. A parent waits for its children: it is due when none of them moves. */
export class Moving {
  private readonly queue = new DueQueue();
  /** Parent → how many of its children move. */
  private readonly waitsFor = new Map<string, number>();

  /** `dueAt` says when a task ends, as far as it is up to the task itself. */
  constructor(private readonly dueAt: (task: Task) => number) {}

  /** `tasks` are all that there are, as they were before the change or as they are after it. */
  change(id: string, was: Task | undefined, now: Task | undefined, tasks: ReadonlyMap<string, Task>): void {
    if (!moves(now) && !moves(was)) return;
    this.enqueue(id, now);
    const parent = (now ?? was)?.parent;
    if (parent === undefined || moves(now) === moves(was)) return;
    const left = (this.waitsFor.get(parent) ?? 0) + (moves(now) ? 1 : -1);
    if (left > 0) this.waitsFor.set(parent, left);
    else this.waitsFor.delete(parent);
    this.enqueue(parent, tasks.get(parent));
  }

  due(now: number): readonly string[] {
    return this.queue.until(now);
  }

  private enqueue(id: string, task: Task | undefined): void {
    if (task !== undefined && moves(task) && !this.waitsFor.has(id)) this.queue.set(id, this.dueAt(task));
    else this.queue.delete(id);
  }
}

const moves = (task: Task | undefined): boolean => task?.run !== undefined && task.end === undefined;
