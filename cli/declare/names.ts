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

/** Names for tasks, in this order. */
export const namesFor = (tasks: readonly Nameable[]): readonly Names[] => {
  const [resources, runs] = [new Set<string>(), new Set<string>()];
  const variables = new Set<string>();
  return tasks.map((one) => {
    const resource = firstFree(one.resource ?? slugOf(one.task), "-", (it) => !resources.has(it));
    const run = firstFree(one.run ?? resource, "-", (it) => !runs.has(it));
    resources.add(resource);
    runs.add(run);
    const variable = firstFree(
      identifierOf(slugOf(resource)),
      "_",
      (it) => !variables.has(it) && !variables.has(`${it}Run`),
    );
    const names = { resource, run, variable, runVariable: `${variable}Run` };
    variables.add(names.variable).add(names.runVariable);
    return names;
  });
};
