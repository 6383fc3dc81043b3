import * as E from "fp-ts/Either";
import * as t from "io-ts";
import { pageOf, TaskStatus } from "../../provider/api/endpoints/schemas";
import { abortTask, deleteTask, getTask } from "../../provider/api/endpoints/tasks";
import { type Client, getPage } from "../../provider/api/transport/http";
import { hasBegun, hasEnded, webPageOf } from "../../provider/model/task/taskState";
import { isGone } from "../../provider/shared/errors";

/** What was created and must go again, however the command ends. */
export class Leftovers {
  private readonly drafts = new Set<string>();
  private readonly started = new Set<string>();
  /** The names of drafts whose create was not answered. */
  private readonly unanswered = new Set<string>();

  constructor(
    private readonly client: Client,
    private readonly project: string,
  ) {}

  readonly addDraft = (id: string): void => void this.drafts.add(id);
  readonly removeDraft = (id: string): void => void this.drafts.delete(id);
  readonly addUnanswered = (name: string): void => void this.unanswered.add(name);

  /** It may cost from now on, and cannot be deleted any more. */
  readonly addStarted = (id: string): void => {
    this.drafts.delete(id);
    this.started.add(id);
  };

  readonly removeStarted = (id: string): void => void this.started.delete(id);

  /** What has not been deleted so far, each as people find it. */
  get left(): readonly string[] {
    return [
      ...[...this.drafts].map(this.page),
      ...[...this.unanswered].map((name) => `a draft called ${name} in ${this.project}, if it was created`),
    ];
  }

  /** What may go on to cost. */
  get goingOn(): readonly string[] {
    return [...this.started].map(this.page);
  }

  /** Deletes all drafts. */
  readonly clean = async (): Promise<void> => {
    if (this.unanswered.size > 0) await this.find();
    for (const id of [...this.drafts]) {
      const answer = await deleteTask(this.client, id)();
      if (E.isRight(answer) || isGone(answer.left)) this.drafts.delete(id);
      else await this.abortIfStarted(id);
    }
  };

  /** A platform that starts a task by itself is stopped. */
  readonly abortIfStarted = async (id: string): Promise<void> => {
    const status = await this.statusOf(id);
    if (status === undefined || !hasBegun(status)) return;
    this.addStarted(id);
    if (!hasEnded(status)) await abortTask(this.client, id)();
    if (hasEnded((await this.statusOf(id)) ?? "")) this.started.delete(id);
  };

  private readonly statusOf = async (id: string): Promise<string | undefined> => {
    const task = await getTask(this.client, id)();
    return E.isRight(task) ? task.right.status.toUpperCase() : undefined;
  };

  private readonly page = (id: string): string =>
    webPageOf({ id, project: this.project }, this.client.connection.endpoint);

  private readonly find = async (): Promise<void> => {
    const item = t.intersection([TaskStatus.codec, t.type({ name: t.string })], "NamedTask");
    const page = await getPage(this.client)(pageOf(item), "/tasks", {
      project: this.project,
      status: "DRAFT",
      fields: "id,status,name",
      order_by: "created_time",
      order: "desc",
      limit: 100,
    })();
    if (E.isLeft(page)) return;
    for (const { id, name } of page.right.body.items) {
      if (!this.unanswered.has(name)) continue;
      this.drafts.add(id);
      this.unanswered.delete(name);
    }
  };
}
