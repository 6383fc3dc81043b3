import { CONFLICT, refuse } from "../calls/refusals";
import type { Change, Project } from "../store/model";
import type { Store } from "../store/store";

/** A project goes with all that is in it (the vendor's reference); not while tasks of it, or of its apps, run: our choice. */
export const removeProject = (store: Store, { id }: Project): Change[] => {
  const isIn = (it: { readonly project: string }): boolean => it.project === id;
  // A batch moves as long as any of its children does.
  if (store.tasksIn({ project: id, phase: "moving" }, "created").tasks.length > 0)
    return refuse(CONFLICT, `Tasks of ${id} are running: abort them first.`);
  const running = store.tasksIn({ phase: "moving" }, "created").tasks;
  if (running.slice(0, running.length).some((it) => it.app.startsWith(`${id}/`)))
    return refuse(CONFLICT, `Apps of ${id} are running in other projects.`);
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
