/*
 * Whether two names are of one user: how the platform writes a name in `created_by` is not established (API digest, 12). It may
 * differ in case from what `GET /user` says, and users of a division may have it before their name. Pure.
 */

interface Name {
  readonly division: string | undefined;
  readonly name: string;
}

const nameIn = (user: string): Name => {
  const at = user.lastIndexOf("/");
  return {
    division: at < 0 ? undefined : user.slice(0, at).toLowerCase(),
    name: user.slice(at + 1).toLowerCase(),
  };
};

/**
 * A division that only one of them names must be the owner of the project (API digest, 2.1): anybody else's name may be the same
 * in another division.
 */
export const isSameUser = (one: string | null | undefined, other: string, project: string): boolean => {
  if (typeof one !== "string") return false;
  if (one === other) return true;
  const [a, b] = [nameIn(one), nameIn(other)];
  const owner = project.split("/")[0]?.toLowerCase();
  return a.name === b.name && (a.division ?? owner) === (b.division ?? owner);
};
