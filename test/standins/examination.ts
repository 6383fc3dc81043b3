import { type Examination, examine } from "../../cli/doctor/examine";
import { Platform } from "../support/platform";
import { app, project, reads } from "../support/seed";
import { type StandIn, StandInServer } from "./standIn";

/* `doctor` in a project with some history, through a stand-in. */

const batch = {
  batch_input: "reads",
  batch_by: { type: "CRITERIA", criteria: ["metadata.sample_id"] },
};

/** A task that has completed, one that has failed, and a batch of two: created at different times. */
const livePast = async (platform: Platform): Promise<void> => {
  const start = async (name: string, more: object = {}): Promise<string> => {
    const { id } = await platform.api("POST", "/tasks", {
      project,
      app,
      name,
      inputs: { reads: reads.map((path) => ({ class: "File", path })) },
      ...more,
    });
    await platform.api("POST", `/tasks/${id}/actions/run`);
    await platform.advance(1);
    return String(id);
  };
  await start("single");
  const failed = await start("failed");
  await platform.control("POST", `/tasks/${failed}`, { outcome: "FAILED" });
  await start("batch", batch);
  await platform.advance(30);
};

export interface Diagnosis extends Examination {
  /** The names of the tasks that are there afterwards, drafts among them. */
  readonly tasks: readonly string[];
  /** What was asked of the emulator: `POST /v2/tasks`. */
  readonly writes: readonly string[];
}

export const diagnose = async (
  standIn: StandIn,
  more: { readonly spends?: boolean } = {},
): Promise<Diagnosis> => {
  const platform = await Platform.start({ taskSeconds: 10 });
  // The clock of the platform stays within a minute of this machine's.
  const server = await StandInServer.start(standIn, platform.url);
  try {
    await livePast(platform);
    const examination = await examine({
      connection: { endpoint: server.url, token: platform.token },
      project,
      app,
      spends: more.spends ?? false,
      say: () => undefined,
      signal: new AbortController().signal,
      pauses: [20, 20],
      paid: { interval: 20, patience: 10_000 },
    });
    const { items } = await platform.api("GET", "/tasks?limit=100&order=asc");
    return {
      ...examination,
      tasks: Array.isArray(items) ? items.map(({ name }) => name) : [],
      writes: (await platform.asked())
        .filter(({ method }) => method !== "GET")
        .map(({ method, path }) => `${method} ${path}`),
    };
  } finally {
    await server.close();
    await platform.close();
  }
};
