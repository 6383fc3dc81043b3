import { CONFLICT, refuse } from "../calls/refusals";
import type { Change, Project } from "../store/model";
import type { Store } from "../store/store";

/** A project goes with all that is in it (the vendor's reference); not while tasks of it run: our choice. */
export const projectRemoved = (store: Store, { id }: Project): Change[] => {
  const isIn = (it: { readonly project: string }): boolean => it.project === id;
  // A batch moves as long as any of its children does.
  if (store.tasksIn({ project: id, phase: "moving" }, "created").tasks.length > 0)
    return refuse(CONFLICT, `Tasks of ${id} are running: abort them first.`);
  return [
    ...[...store.tasks.values()].filter(isIn).map((it): Change => ["task", it.id, null]),
    ...[...store.files.values()].filter(isIn).map((it): Change => ["file", it.id, null]),
    ...store
      .newestRevisions()
      .filter(({ app }) => app.startsWith(`${id}/`))
      .flatMap(({ app }) =>
        store.revisionNumbers(app).map((it): Change => ["revision", `${app}/${it}`, null]),
      ),
    ["project", id, null],
  ];
};
