/** Names for a program, made from those of tasks: readable, valid, and each only once. */

const longest = 60;

/** A resource's name: letters, digits, dots, dashes and underscores. */
export const slugOf = (name: string): string => {
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
  /** Of its `DraftTask`. */
  readonly resource: string;
  /** Of its `TaskRun`: resources of two types may have the same name. */
  readonly run: string;
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

/** A task to be named: as a resource of a lost state, or after the task. */
export interface Nameable {
  readonly task: string;
  readonly resource: string | undefined;
  readonly run: string | undefined;
}

interface WantedName {
  readonly name: string;
  /** It is that of a resource of a lost state. */
  readonly isKnown: boolean;
}

/** Each name once. Known ones go first: a guess must not take the name of another resource. */
const uniqueNames = (wanted: readonly WantedName[]): readonly string[] => {
  const indexed = wanted.map((one, index) => ({ ...one, index }));
  const byIndex = new Map<number, string>();
  const used = new Set<string>();
  for (const { name, index } of [
    ...indexed.filter(({ isKnown }) => isKnown),
    ...indexed.filter(({ isKnown }) => !isKnown),
  ]) {
    const unique = firstFree(name, "-", (it) => !used.has(it));
    used.add(unique);
    byIndex.set(index, unique);
  }
  return indexed.map(({ name, index }) => byIndex.get(index) ?? name);
};

/** Names for tasks, in this order. */
export const namesFor = (tasks: readonly Nameable[]): readonly Names[] => {
  const variables = new Set<string>();
  const resources = uniqueNames(
    tasks.map(({ task, resource }) => ({ name: resource ?? slugOf(task), isKnown: resource !== undefined })),
  );
  const runs = uniqueNames(
    resources.map((resource, index) => {
      const known = tasks[index]?.run;
      return { name: known ?? resource, isKnown: known !== undefined };
    }),
  );
  return resources.map((resource, index) => {
    const variable = firstFree(
      identifierOf(slugOf(resource)),
      "_",
      (it) => !variables.has(it) && !variables.has(`${it}Run`),
    );
    const names = { resource, run: runs[index] ?? resource, variable, runVariable: `${variable}Run` };
    variables.add(names.variable).add(names.runVariable);
    return names;
  });
};
