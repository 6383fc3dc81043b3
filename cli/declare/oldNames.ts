import { resourceIdOf } from "../../provider/model/tags/resourceId";
import type { draftTask, taskRun } from "../review/certainty";
import { slugOf } from "./names";

/*
 * The names of resources of a lost state. A tag holds the hash of a name, and not the name: a guess is right where its hash is the
 * same. The next `pulumi up` derives the ids of resources from their names, and finds their further attempts by these. Pure.
 */

/** A resource's name, with the types of the components around it, the outermost first. */
export interface OldName {
  readonly name: string;
  readonly parents: readonly string[];
}

/** What a resource was probably called whose task has this name: the same, or what a program makes of it. */
export const guessesFrom = (taskName: string): readonly string[] => {
  const slug = slugOf(taskName);
  const slugs = [
    slug,
    slug.replace(/[._-]+/g, "-"),
    slug.replace(/[._-]+/g, "_"),
    slug.replace(/[._-]+/g, ""),
  ];
  return [...new Set([taskName, ...slugs, ...slugs.map((one) => one.toLowerCase())])];
};

const stackForm = /^([A-Za-z0-9._-]{1,64}@)?([^/@]+)\/([^/]+)\/(.+)$/s;

/** The owner of a resource, as its id is derived from it: see `resourceId.ts`. */
const ownerText = (stackName: string, type: string, { name, parents }: OldName): string | undefined => {
  const [, salt = "", organization, project, stack] = stackForm.exec(stackName) ?? [];
  return organization === undefined || project === undefined || stack === undefined
    ? undefined
    : `${salt}${organization}/urn:pulumi:${stack}::${project}::${[...parents, type].join("$")}::${name}`;
};

/** The first of some guesses from which the id in a tag was derived. */
export const matchingGuess = (
  stackName: string | undefined,
  type: typeof draftTask | typeof taskRun,
  id: string,
  guesses: readonly OldName[],
): OldName | undefined =>
  stackName === undefined
    ? undefined
    : guesses.find((guess) => {
        const owner = ownerText(stackName, type, guess);
        return owner !== undefined && resourceIdOf(owner) === id;
      });
