import type * as TE from "fp-ts/TaskEither";
import { getApp } from "../api/endpoints/apps";
import { getProject } from "../api/endpoints/projects";
import type { App, Project, Task } from "../api/endpoints/schemas";
import type { Client } from "../api/transport/http";
import { changesSoFar } from "../program/changes";
import type { ApiError } from "../shared/errors";
import { type FileLists, newFileLists } from "./fileLists";
import { type Age, newMemo } from "./memo";
import { newMoments } from "./moments";
import { newTasks } from "./oneTask";

/** What a lookup asks through: all of one program and connection share it. */
export interface Run {
  readonly client: Client;
  readonly lists: FileLists;
  readonly app: (id: string) => TE.TaskEither<ApiError, App>;
  readonly project: (id: string) => TE.TaskEither<ApiError, Project>;
  readonly task: (id: string) => TE.TaskEither<ApiError, Task>;
}

/** What the lookups over one connection share. `isStrict`: nothing will do that was asked before now. */
export const newRun = (client: Client): ((isStrict: boolean) => Run) => {
  const moments = newMoments();
  const lists = newFileLists(client, moments);
  const [app, project, task] = [
    newMemo<App>(moments.next),
    newMemo<Project>(moments.next),
    newMemo<Task>(moments.next),
  ];
  const askTask = newTasks(client, moments);
  let [changes, floor] = [changesSoFar(), 0];
  return (isStrict) => {
    // A run has ended since, and has made files.
    if (changesSoFar() !== changes) [changes, floor] = [changesSoFar(), moments.next()];
    const age: Age = { since: isStrict ? moments.next() : floor, isStrict };
    return {
      client,
      lists: lists(age),
      app: (id) => app(id, age, () => moments.join().then(getApp(client, id))),
      project: (id) => project(id, age, () => moments.join().then(getProject(client, id))),
      // A task moves on by itself.
      task: (id) => task(id, { since: moments.next(), isStrict: true }, () => askTask(id)),
    };
  };
};
