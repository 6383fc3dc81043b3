import { DueQueue } from "./dueQueue";
import type { Task } from "./model";

/** Started and not ended: what the clock moves. A parent waits for its children: it is due when none of them moves. */
export class Moving {
  private readonly queue = new DueQueue();
  /** Parent → how many of its children move. */
  private readonly waitsFor = new Map<string, number>();

  /** `dueAt` says when a task ends, as far as it is up to the task itself. */
  constructor(private readonly dueAt: (task: Task) => number) {}

  change(id: string, was: Task | undefined, now: Task | undefined, parent: Task | undefined): void {
    this.enqueue(id, now);
    const child = now ?? was;
    const more = Number(moves(now)) - Number(moves(was));
    if (child?.parent === undefined || more === 0) return;
    const left = (this.waitsFor.get(child.parent) ?? 0) + more;
    if (left > 0) this.waitsFor.set(child.parent, left);
    else this.waitsFor.delete(child.parent);
    this.enqueue(child.parent, parent);
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
