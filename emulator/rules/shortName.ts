/** The part of an id that is made of a name: lower case, hyphens for the rest, undefined if none is left (our choice). */
export const shortName = (name: string): string | undefined =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "") || undefined;
