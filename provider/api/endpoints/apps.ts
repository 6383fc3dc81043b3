import type * as TE from "fp-ts/TaskEither";
import type { ApiError } from "../../shared/errors";
import { type Client, call, inPath } from "../transport/http";
import { App } from "./schemas";

/** `GET /apps/{id}`: without a revision, the newest (API digest, 8.1). */
export const getApp = (client: Client, id: string): TE.TaskEither<ApiError, App> =>
  call(client)(App, "GET", `/apps/${inPath(id)}`);
