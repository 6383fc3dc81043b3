import { pipe } from "fp-ts/function";
import * as TE from "fp-ts/TaskEither";
import type { Client } from "../../api/http";
import type { HostError } from "../../errors";
import type { StoredTask } from "../../model/taskState";
import { clientFor, type Host } from "../host";
import { sameHome } from "../live";
import type { Properties } from "../properties";

/** The client for a task of the state, which has to be on the platform that the settings name. */
export const clientAtHome = (
  host: Host,
  id: string,
  stored: StoredTask,
  ...properties: readonly Properties[]
): TE.TaskEither<HostError, Client> =>
  pipe(
    TE.fromEither<HostError, Client>(clientFor(host, id, ...properties)),
    TE.flatMap((client) => sameHome(id, stored.endpoint, client)),
  );
