import type { Route } from "../../emulator/calls/call";
import { BAD_REQUEST, Refused } from "../../emulator/calls/refusals";
import { taskActionRoutes } from "../../emulator/routes/taskActions";
import { taskRoutes } from "../../emulator/routes/tasks";
import { endsAt } from "../../emulator/rules/lifecycle";
import { advanceClock } from "../../emulator/rules/settle";
import { readTaskControl, withControl } from "../../emulator/rules/taskControl";
import { seedChanges } from "../../emulator/seed/seed";
import type { FileEntry, Task } from "../../emulator/store/model";
import { Store } from "../../emulator/store/store";
import type { Context } from "../../emulator/world";
import { files, fileValue, seed } from "./seed";

/** A moment in the midst of a second. */
export const START = Date.parse("2026-01-01T00:00:00Z") + 137;

/** The tasks' routes on a store, without HTTP and with a clock to the millisecond that does not move between requests. */
export class Laboratory {
  now = START;
  readonly store = new Store({ dueAt: endsAt, seed: seedChanges(seed) });
  private readonly world: Context = { store: this.store, taskSeconds: 10, now: () => this.now };
  private readonly routes: readonly Route[] = [...taskRoutes(this.world), ...taskActionRoutes(this.world)];

  /** The answer, or what it is refused with. */
  send(username: string, method: Route["method"], path: string, more: Sent = {}) {
    const { params = {}, query = "", body } = more;
    const route = this.routes.find((it) => it.method === method && it.path === path);
    if (route === undefined) throw new Error(`${method} ${path}`);
    advanceClock(this.store, this.now);
    const call = {
      user: { username, token: "" },
      params,
      rest: [],
      query: new URLSearchParams(query),
      body,
      text: "",
      contentType: "",
      header: () => undefined,
      base: "",
      now: this.now,
    };
    try {
      return route.handler(call);
    } catch (error) {
      if (error instanceof Refused) return { status: error.refusal.status, body: error.refusal, headers: {} };
      throw error;
    }
  }

  /** An order of the control routes. */
  control(task: Task, order: unknown): void {
    advanceClock(this.store, this.now);
    const control = readTaskControl(order);
    if (typeof control === "string") throw new Refused(BAD_REQUEST, control);
    this.store.commitAll(withControl(task, this.store.childrenOf(task.id), control, this.now));
  }
}

interface Sent {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
}

/** What may happen to tasks; `at` picks one of those that are there. */
export type Step = Making | Doing | { readonly kind: "wait"; readonly ms: number };

interface Making {
  readonly kind: "create" | "batch";
  readonly name: string;
  readonly project: string;
  readonly run: boolean;
}

type Doing = { readonly at: number } & (
  | { readonly kind: "run" | "abort" | "clone" | "delete" }
  | { readonly kind: "rename"; readonly name: string }
  | { readonly kind: "order"; readonly order: unknown }
);

/** With children, in the order of creation. */
export const allTasks = (store: Store): readonly Task[] =>
  store
    .projectsWithTasks()
    .flatMap((it) => store.idsIn(it).tasks)
    .flatMap((it) => store.tasks.get(it) ?? [])
    .toSorted((a, b) => a.seq - b.seq);

/** Of each project oldest first. */
export const allFiles = (store: Store): readonly FileEntry[] =>
  [...store.projects.keys()]
    .flatMap((it) => store.idsIn(it).files)
    .flatMap((it) => store.files.get(it) ?? []);

export const take = (laboratory: Laboratory, step: Step): void => {
  if (step.kind === "wait") laboratory.now += step.ms;
  else if ("at" in step) act(laboratory, step);
  else make(laboratory, step);
};

const make = (laboratory: Laboratory, { kind, name, project, run }: Making): void => {
  const inputs = { reads: [files.r1, files.r2, files.r3].map(fileValue), genome: fileValue(files.genome) };
  const batch =
    kind === "batch"
      ? { batch_input: "reads", batch_by: { type: "CRITERIA", criteria: ["metadata.sample_id"] } }
      : {};
  const body = project.startsWith("bob/")
    ? { name, project, app: "bob/private/hidden" }
    : { name, project, app: "ada/lab/align", inputs, ...batch };
  laboratory.send(ownerOf(project), "POST", "/tasks", { body, query: run ? "action=run" : "" });
};

const act = (laboratory: Laboratory, step: Doing): void => {
  const tasks = allTasks(laboratory.store);
  const task = tasks[step.at % tasks.length];
  if (task === undefined) return;
  const user = ownerOf(task.project);
  const params = { id: task.id };
  if (step.kind === "order") laboratory.control(task, step.order);
  else if (step.kind === "rename")
    laboratory.send(user, "PATCH", "/tasks/:id", { params, body: { name: step.name } });
  else if (step.kind === "delete") laboratory.send(user, "DELETE", "/tasks/:id", { params });
  else
    laboratory.send(user, "POST", "/tasks/:id/actions/:action", { params: { ...params, action: step.kind } });
};

const ownerOf = (project: string): string => (project.startsWith("bob/") ? "bob" : "ada");
