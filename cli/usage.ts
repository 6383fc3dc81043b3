/** The command was called wrongly: one sentence, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What is wrong with the arguments, in one sentence: Node adds advice after the first one, on the same line or on separate lines. */
export const usageError = (command: string, error: unknown): string => {
  const [sentence] = (error instanceof Error ? error.message : String(error)).split(/\.\s/);
  return `${sentence}. See pulumi-sevenbridges ${command} --help.`;
};
