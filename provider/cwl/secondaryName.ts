/**
 * What a secondary file is called that comes with a file of this name. CWL's rule: each leading `^` takes an extension off, the
 * rest is added.
 */
export const secondaryName = (name: string, pattern: string): string =>
  pattern.startsWith("^")
    ? secondaryName(name.replace(/\.[^.]*$/, ""), pattern.slice(1))
    : `${name}${pattern}`;
