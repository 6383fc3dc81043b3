import { NO_APP, NO_APP_SOURCE, refuse } from "../calls/refusals";
import { appRef } from "../ids";
import type { JsonObject } from "../json";
import type { Revision } from "../store/model";
import type { Store } from "../store/store";

/**
 * Copies of apps (API digest 8.1, the vendor's reference). A strategy says two things: whether all revisions are copied
 * or only the one that is asked for, and where updates come from: the app that is copied, or what that is a copy of.
 */
export const strategies = {
  clone: { all: true, direct: false },
  direct: { all: false, direct: true },
  clone_direct: { all: true, direct: true },
  transient: { all: false, direct: false },
} as const;

export type Strategy = keyof typeof strategies;

export interface Copying {
  readonly source: Revision;
  readonly strategy: Strategy;
  /** The copy's id, without revision. */
  readonly app: string;
  /** The name that it is given. */
  readonly name: string | undefined;
  readonly createdBy: string;
  readonly createdAt: number;
}

/** All revisions up to the one asked for keep their numbers, a single one becomes the first: our choice. */
export const copies = (store: Store, { source, strategy, app, name, ...made }: Copying): Revision[] => {
  const { all, direct } = strategies[strategy];
  const revisions = all
    ? revisionsOf(store, source.app).filter((it) => it.revision <= source.revision)
    : [source];
  return revisions.map((it) => {
    const id = `${it.app}/${it.revision}`;
    return {
      ...made,
      app,
      revision: all ? it.revision : 0,
      // The note is the platform's, as published apps show it.
      cwl: { ...copyName(it.cwl, name), "sbg:revisionNotes": `Copy of ${id}` },
      copied: {
        of: direct ? id : (it.copied?.of ?? id),
        ...(name === undefined ? {} : { name }),
      },
    };
  });
};

/** The app that a copy takes its updates from, with the revision that it has; one that is no copy is refused. */
export const sourceOf = ({ app, copied }: Revision): { readonly app: string; readonly revision: number } => {
  if (copied === undefined)
    return refuse(NO_APP_SOURCE, `${app} is not a copy: there is no newer revision to copy.`);
  const ref = appRef(copied.of);
  return ref?.revision === undefined ? refuse(NO_APP) : { app: ref.app, revision: ref.revision };
};

/** Every revision of the source that the copy does not have yet becomes its next one, with its notes. */
export const updates = (
  store: Store,
  newest: Revision,
  made: Pick<Revision, "createdBy" | "createdAt">,
): Revision[] => {
  const source = sourceOf(newest);
  return revisionsOf(store, source.app)
    .filter((it) => it.revision > source.revision)
    .map((it, index) => ({
      ...made,
      app: newest.app,
      revision: newest.revision + 1 + index,
      cwl: copyName(it.cwl, newest.copied?.name),
      copied: { ...newest.copied, of: `${it.app}/${it.revision}` },
    }));
};

const revisionsOf = (store: Store, app: string): Revision[] =>
  store.revisionNumbers(app).flatMap((it) => store.revision(app, it) ?? []);

/** A copy that was given a name keeps it: our choice. */
const copyName = (cwl: JsonObject, name: string | undefined): JsonObject =>
  name === undefined ? cwl : { ...cwl, label: name };
