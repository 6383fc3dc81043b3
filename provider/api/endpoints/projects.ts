import type * as TE from "fp-ts/TaskEither";
import type { ApiError } from "../../shared/errors";
import { type Client, call, inPath } from "../transport/http";
import { Project } from "./schemas";

/** `GET /projects/{owner}/{name}`: API digest, 8.3. */
export const getProject = (client: Client, id: string): TE.TaskEither<ApiError, Project> =>
  call(client)(Project, "GET", `/projects/${inPath(id)}`);
