/** One line on stderr: stdout belongs to the command that the engine runs. */
export function say(line: string): void {
  process.stderr.write(`engine: ${line}\n`);
}

/** The innermost message of an error, on one line: `fetch failed` alone tells nobody anything. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  if (error.cause instanceof Error) return reasonOf(error.cause);
  return error.message.trim();
}

/** The time since then, as people say it. */
export function passed(since: number): string {
  const seconds = Math.round((Date.now() - since) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Ctrl-C: not a failure of one way, after which the next one is tried. */
export class Interrupted extends Error {
  override name = "Interrupted";
  constructor() {
    super("interrupted");
  }
}
