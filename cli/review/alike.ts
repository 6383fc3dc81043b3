/** Things that are alike are one row and one node. */

export interface AlikeGroup<A> {
  readonly first: A;
  readonly all: readonly A[];
}

/** By what `key` says of each, in the order of the first of their kind. */
export const groupBy = <A>(items: readonly A[], key: (item: A) => unknown): readonly AlikeGroup<A>[] => {
  const groups = new Map<string, [A, ...A[]]>();
  for (const item of items) {
    const name = JSON.stringify(key(item));
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [item]);
    else group.push(item);
  }
  return [...groups.values()].map((all) => ({ first: all[0], all }));
};

const commonStart = (a: string, b: string): string => {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return a.slice(0, at);
};

/** `align` for `align-S001` to `align-S200`: what their names have in common; `names[0] …` where that is nothing. */
export const groupKey = (names: readonly string[]): string => {
  const [first = ""] = names;
  if (names.length < 2) return first;
  // Digits at its end are those of a number that happens to start alike.
  const start = names.reduce(commonStart).replace(/[\d\s._:/-]+$/, "");
  return start.length > 1 ? start : `${first} …`;
};
