/** What marks a line of the engine's output as one of a row. */
export interface Marked {
  /** Its connection; the names of its resources begin with it. */
  readonly name: string;
  /** The address of its stand-in. */
  readonly address: string;
}

export interface Attributed {
  readonly text: (name: string) => string;
  readonly hasFailed: (name: string) => boolean;
  /** From `warning:` on. */
  readonly warnings: (name: string) => readonly string[];
  /** Warnings and errors that could be of any row. */
  readonly strays: readonly string[];
}

const isError = (line: string): boolean => /\berror: /.test(line);

/** What the engine says of a command as a whole. */
const isSummary = (line: string): boolean =>
  /error: (update|preview) failed$|warning: .*pending operations from previous deployment/.test(line);

const warningIn = (line: string): string | undefined =>
  isSummary(line) ? undefined : /\bwarning: .*/.exec(line)?.[0];

/** `  pulumi-nodejs:dynamic/sevenbridges:TaskRun (row1-ran):`, and below it what is said of that resource. */
const headingOf = (line: string): string | undefined => /^ {2}\S+ \((\S+)\):$/.exec(line)?.[1];

const has = (line: string, { name, address }: Marked): boolean =>
  new RegExp(`\\b${name}\\b`).test(line) || new RegExp(`${address.replaceAll(".", "\\.")}(?!\\d)`).test(line);

/** Which line is of which row: by the names and the address in it, else by the heading that it is below. */
export const attribute = (text: string, rows: readonly Marked[]): Attributed => {
  let heading = "";
  const lines = text.split("\n").map((line) => {
    heading = headingOf(line) ?? (line.startsWith("   ") ? heading : "");
    const [only, ...others] = rows;
    if (only !== undefined && others.length === 0) return { line, names: [only.name] };
    const named = rows.filter((row) => has(line, row));
    const owners = named.length > 0 ? named : rows.filter((row) => has(heading, row));
    return { line, names: owners.map(({ name }) => name) };
  });
  const linesOf = (name: string) => lines.flatMap(({ line, names }) => (names.includes(name) ? line : []));
  return {
    text: (name) => linesOf(name).join("\n"),
    hasFailed: (name) => linesOf(name).some(isError),
    warnings: (name) => linesOf(name).flatMap((line) => warningIn(line) ?? []),
    strays: lines.flatMap(({ line, names }) =>
      names.length === 0 && !isSummary(line) && (isError(line) || warningIn(line) !== undefined)
        ? line.trim()
        : [],
    ),
  };
};
