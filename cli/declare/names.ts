/** Names for a program, made from those of tasks: readable, valid, and each only once. */

const longest = 60;

/** A resource's name: letters, digits, dots, dashes and underscores. */
const slugOf = (name: string): string => {
  const words = name
    .normalize("NFC")
    .replace(/[^\p{L}\p{N}\p{M}._-]+/gu, "-")
    .replace(/^[^\p{L}\p{N}]+/u, "");
  const short = [...words].slice(0, longest).join("");
  return short.replace(/[-._]+$/, "") || "task";
};

const reserved = new Set(
  `sb abstract any arguments as async await boolean break case catch class const continue debugger declare default delete
  do else enum eval export extends false finally for from function get if implements import in infinity instanceof
  interface let module nan new null number object of package private protected public require return set static string
  super switch symbol this throw true try type typeof undefined var void while with yield`.split(/\s+/),
);

/** A variable's name out of a resource's: `align-E18127` → `alignE18127`. */
const identifierOf = (slug: string): string => {
  const words = slug.split(/[^\p{ID_Continue}]+|_+/u).filter((word) => word !== "");
  const [first = "task", ...more] = words;
  const head =
    first === first.toUpperCase() ? first.toLowerCase() : `${first[0]?.toLowerCase()}${first.slice(1)}`;
  const tail = more.map((word) => `${[...word][0]?.toUpperCase()}${[...word].slice(1).join("")}`);
  const name = [head, ...tail].join("");
  return /^\p{ID_Start}/u.test(name) && !reserved.has(name.toLowerCase()) ? name : `task${name}`;
};

/** The names of one task in the program. */
export interface Names {
  /** Of its resources: a `DraftTask` and a `TaskRun` have names of their own. */
  readonly resource: string;
  readonly variable: string;
  readonly runVariable: string;
}

/** The first of `name`, `name-2`, `name-3` … that is free. */
const firstFree = (name: string, dash: string, isFree: (name: string) => boolean): string => {
  for (let n = 1; ; n += 1) {
    const candidate = n === 1 ? name : `${name}${dash}${n}`;
    if (isFree(candidate)) return candidate;
  }
};

/** Names for tasks of these names, in this order. */
export const namesFor = (tasks: readonly string[]): readonly Names[] => {
  const resources = new Set<string>();
  const variables = new Set<string>();
  return tasks.map((name) => {
    const resource = firstFree(slugOf(name), "-", (it) => !resources.has(it));
    resources.add(resource);
    const variable = firstFree(
      identifierOf(resource),
      "_",
      (it) => !variables.has(it) && !variables.has(`${it}Run`),
    );
    const names = { resource, variable, runVariable: `${variable}Run` };
    variables.add(names.variable).add(names.runVariable);
    return names;
  });
};
