import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { ApiError } from "../../shared/errors";
import { type Client, getPage } from "../transport/http";
import { User } from "./schemas";

/** Whose token it is, and what time it is on the platform, in milliseconds, where our own clock agrees with that. */
export interface Me {
  readonly username: string;
  readonly now: number | undefined;
}

/** `GET /user`: API digest, 8.3. */
export const getUser = (client: Client): TE.TaskEither<ApiError, Me> =>
  pipe(
    getPage(client)(User, "/user", {}),
    TE.map(({ body: { username }, now }) => ({ username, now })),
  );
