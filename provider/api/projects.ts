import type * as TE from "fp-ts/TaskEither";
import type { ApiError } from "../errors";
import { type Client, call, inPath } from "./http";
import { Project } from "./wire";

/** `GET /projects/{owner}/{name}`: API digest, 8.3. */
export const getProject = (client: Client, id: string): TE.TaskEither<ApiError, Project> =>
  call(client)(Project, "GET", `/projects/${inPath(id)}`);
