#!/usr/bin/env node
import { safeText } from "../provider/shared/safeText";
import { declare } from "./declare";
import { doctor } from "./doctor";
import { emulator } from "./emulator";
import { review } from "./review";
import { UsageError } from "./usage";

/** The command line: one subcommand per file. */
const commands = new Map<string, (args: readonly string[]) => Promise<void>>([
  ["declare", declare],
  ["doctor", doctor],
  ["emulator", emulator],
  ["review", review],
]);

const help = `pulumi-sevenbridges <command>

  declare    print a program that adopts existing tasks
  doctor     ask the real platform whether it behaves as the provider assumes
  emulator   serve a local emulator of the Seven Bridges tasks API
  review     print what a preview comes to, as Markdown for a pull request

pulumi-sevenbridges <command> --help says more.`;

const main = async ([name, ...args]: readonly string[]): Promise<void> => {
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    console.log(help);
    return;
  }
  const command = commands.get(name);
  if (command === undefined) {
    throw new UsageError(`Unknown command ${name}. Commands: ${[...commands.keys()].join(", ")}.`);
  }
  await command(args);
};

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(safeText(error instanceof Error ? error.message : String(error)));
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
