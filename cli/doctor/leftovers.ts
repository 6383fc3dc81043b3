import * as E from "fp-ts/Either";
import * as t from "io-ts";
import { type Client, getPage } from "../../provider/api/http";
import { deleteTask } from "../../provider/api/tasks";
import { pageOf, TaskStatus } from "../../provider/api/wire";
import { isGone } from "../../provider/errors";
import { webPageOf } from "../../provider/model/taskState";

/** What was created and must go again, however the command ends. */
export class Leftovers {
  private readonly ids = new Set<string>();
  /** The names of drafts whose create was not answered. */
  private readonly unanswered = new Set<string>();

  constructor(
    private readonly client: Client,
    private readonly project: string,
  ) {}

  readonly add = (id: string): void => void this.ids.add(id);
  readonly remove = (id: string): void => void this.ids.delete(id);
  readonly addUnanswered = (name: string): void => void this.unanswered.add(name);

  /** What has not been deleted so far, each as people find it. */
  get names(): readonly string[] {
    return [
      ...[...this.ids].map((id) => webPageOf({ id, project: this.project }, this.client.connection.endpoint)),
      ...[...this.unanswered].map((name) => `a draft called ${name} in ${this.project}, if it was created`),
    ];
  }

  /** Deletes all of it, and says what is left. */
  readonly clean = async (): Promise<readonly string[]> => {
    if (this.unanswered.size > 0) await this.find();
    for (const id of [...this.ids]) {
      const answer = await deleteTask(this.client, id)();
      if (E.isRight(answer) || isGone(answer.left)) this.ids.delete(id);
    }
    return this.names;
  };

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
      this.ids.add(id);
      this.unanswered.delete(name);
    }
  };
}
