import * as pulumi from "@pulumi/pulumi";
import { type RunRequest, RunShape, requestMistake } from "../model/run/runRequests";
import { isPreview, isUnderMocks, reportLater } from "../program/previewErrors";
import { type DraftTask, noteOf } from "./draftTask";

/**
 * What a program takes from a run is compared with what the run will have: in a preview here, as soon as `check` has said
 * that; in an update by the provider, which starts no task of which something is taken that it will not have.
 */

/** Where `check` puts what a run will have, in a preview. */
export const runShape = "__shape";

/** What is taken from one run. */
export interface Uses {
  readonly add: (request: RunRequest) => void;
  /** All that were added in the moment in which the run was declared. */
  readonly atFirst: () => Promise<readonly RunRequest[]>;
}

/** A program in JavaScript may leave a name out, or give what is none. */
const asTexts = (request: RunRequest): RunRequest => {
  const port = String(request.port);
  return request.take === "child"
    ? { take: request.take, group: String(request.group), port }
    : { take: request.take, port };
};

/** `shape` and the resource come after the run's own constructor has begun. */
export const newUses = (
  name: string,
  self: { readonly resource?: pulumi.Resource; readonly shape?: pulumi.Output<unknown> },
): Uses => {
  const requests = new Map<string, RunRequest>();
  return {
    add: (given) => {
      if (Object.values(given).some((part) => pulumi.Output.isInstance(part))) return;
      const request = asTexts(given);
      const key = JSON.stringify(request);
      if (requests.has(key)) return;
      requests.set(key, request);
      if (!isPreview() || self.resource === undefined || self.shape === undefined) return;
      const mistakes = self.shape.apply((shape) =>
        RunShape.is(shape) ? [requestMistake(name, shape, request) ?? []].flat() : [],
      );
      reportLater(self.resource, mistakes);
    },
    atFirst: async () => {
      await new Promise((done) => setImmediate(done));
      return [...requests.values()];
    },
  };
};

/** The same for the provider's process, with what is known of the task; nothing of it is stored. */
export const usesForProvider = (draft: DraftTask | undefined, uses: Uses): pulumi.Input<unknown> => {
  if (isUnderMocks()) return undefined;
  const { owner, connection } = draft === undefined ? {} : noteOf(draft);
  return {
    requests: uses.atFirst(),
    ...(draft === undefined
      ? {}
      : { app: draft.app, expectedChildren: draft.expectedChildren, draft: { owner, connection } }),
  };
};
