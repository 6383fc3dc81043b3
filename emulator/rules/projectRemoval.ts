import { CONFLICT, refuse } from "../calls/refusals";
import { allOf } from "../calls/rows";
import type { Change, Project } from "../store/model";
import type { Store } from "../store/store";

/** A project goes with all that is in it (the vendor's reference); not while tasks of it, or of its apps, run: our choice. */
export const removeProject = (store: Store, { id }: Project): Change[] => {
  // A batch moves as long as any of its children does.
  if (store.tasksIn({ project: id, phase: "moving" }).length > 0)
    return refuse(CONFLICT, `Tasks of ${id} are running: abort them first.`);
  if (allOf(store.tasksIn({ phase: "moving" })).some((it) => it.app.startsWith(`${id}/`)))
    return refuse(CONFLICT, `Apps of ${id} are running in other projects.`);
  const { tasks, files } = store.idsIn(id);
  return [
    ...tasks.map((it): Change => ["task", it, null]),
    ...files.map((it): Change => ["file", it, null]),
    ...store
      .newestRevisions()
      .filter(({ app }) => app.startsWith(`${id}/`))
      .flatMap(({ app }) =>
        store.revisionNumbers(app).map((it): Change => ["revision", `${app}/${it}`, null]),
      ),
    ["project", id, null],
  ];
};
