import { createHash } from "node:crypto";

/*
 * A resource's id in tags: 20 hexadecimal digits, and no text of the user. The first 8 name the stack, the other 12 the resource.
 * It is derived from the URN once, when the resource is created; from then on the state holds it, through every rename.
 */

const digits = (text: string, count: number): string =>
  createHash("sha256").update(text).digest("hex").slice(0, count);

// biome-ignore lint/suspicious/noControlCharactersInRegex: a table saved on Windows brings them into names
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;

/**
 * An owner in one line, as tags of version 0.1.0 hold it. A name may have line breaks; platforms trim and split descriptions at
 * these. A hash keeps names apart that differ in them only.
 */
export const inOneLine = (owner: string): string => {
  const line = owner.replace(unprintable, "?");
  if (line === owner) return owner;
  // With a salt or without: the same name has the same hash.
  const bare = owner.replace(/^[A-Za-z0-9._-]{1,64}@/, "");
  return `${line} ~${digits(bare, 8)}`;
};

/** What names a stack: `salt@organization/project/stack`; the salt where the stack has one. */
export const stackIdOf = (stack: string): string => digits(`stack ${stack}`, 8);

/** The salt, the organization, and the URN's stack, project, types and name. */
const form = /^(?:([A-Za-z0-9._-]{1,64})@)?([^/@]+)\/urn:pulumi:(.+?)::(.+?)::(.+?)::(.+)$/s;

/** The parts of an owner: the URN with its organization, after the salt if one is set. */
export interface Owner {
  /** `organization/rnaseq/dev`, as `pulumi stack` names it; before it a salt, where the stack has one. */
  readonly stack: string;
  /** The types of the components around it, the outermost first. */
  readonly parents: readonly string[];
  readonly name: string;
}

export const ownerIn = (text: string): Owner | undefined => {
  const [, salt, organization, stack, project, types, name] = form.exec(text) ?? [];
  if (types === undefined || name === undefined) return undefined;
  const whole = `${organization}/${project}/${stack}`;
  return {
    stack: salt === undefined ? whole : `${salt}@${whole}`,
    parents: types.split("$").slice(0, -1),
    name,
  };
};

/** The id that a resource gets when it is created: two processes that create the same resource derive the same one. */
export const resourceIdOf = (owner: string): string => {
  const line = inOneLine(owner);
  return `${stackIdOf(ownerIn(line)?.stack ?? line)}${digits(line, 12)}`;
};

/** The digits of the stack in a resource's id. */
export const stackIdIn = (id: string): string => id.slice(0, 8);

/** Hidden properties with their owner in one line: states of version 0.1.0 have it as it is named. */
export const withOwnerInOneLine = <H extends { readonly __owner?: string }>(hidden: H): H =>
  hidden.__owner === undefined ? hidden : { ...hidden, __owner: inOneLine(hidden.__owner) };

/** The id of a resource of the state: one of version 0.1.0 has none, and derives it. */
export const idOf = ({
  __owner: owner,
  __id: id,
}: {
  readonly __owner?: string;
  readonly __id?: string;
}): string | undefined => id ?? (owner === undefined ? undefined : resourceIdOf(owner));

/** Whose a resource's tasks are: its URN with the organization, after the salt, in one line. */
export const withSalt = (owner: string | undefined, salt: string | undefined): string | undefined => {
  if (owner === undefined) return undefined;
  const line = inOneLine(owner);
  return salt === undefined ? line : `${salt}@${line}`;
};
