import { parseArgs } from "node:util";
import { accessTrouble, type EmulatorOptions, startEmulator } from "../emulator";
import { UsageError, usageError } from "./usage";

const help = `pulumi-sevenbridges emulator [options]

Serves a local emulator of the Seven Bridges tasks API. Nothing is executed: tasks move through their states by the
clock, and outputs are made up from the app's CWL. It prints its address and a token, and serves until it is stopped
(Ctrl-C). The API is below /v2; a page for people is at /; what tests order of it is below /_emulator, and
GET /_emulator/ lists that.

  --port <n>          port to listen on; 0 takes a free one (default 0)
  --host <address>    address to listen on (default 127.0.0.1, which only this machine reaches); any address that other
                      machines reach needs --token
  --token <token>     the only valid token, at least 16 characters, in place of those of the seed; /_emulator and the
                      page at / want it as well: in a header, or as the password in a browser
  --seed <file>       users, projects, files and apps to start with, YAML or JSON (default: the examples' seed)
  --state <file>      keep the state in this file across restarts, one emulator per file (default: in memory)
  --task-seconds <n>  how long a task takes; fractions are fine (default 2)
  --rate-limit <n>    requests per user and five minutes (default 1000)
  --verbose           print a line for each request on stderr, without tokens
  --help, -h          this text`;

/** Prints one line that holds the base URL and a usable token, then serves until it is stopped. */
export const emulator = async (args: readonly string[]): Promise<void> => {
  const flags = read(args);
  if (flags.help === true) {
    console.log(help);
    return;
  }
  const trouble = accessTrouble(flags.options);
  if (trouble !== undefined) throw new UsageError(trouble);
  const running = await startEmulator(flags.options);
  const stop = (): void => void running.close();
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  // Last: a reader of this line may stop it at once, and finds the state file unlocked.
  console.log(`Seven Bridges emulator at ${running.url} with token ${running.token}`);
};

const read = (args: readonly string[]): { help: boolean; options: EmulatorOptions } => {
  const { values } = parseFlags(args);
  return {
    help: values.help === true,
    options: {
      port: number("--port", values.port, (n) => Number.isInteger(n) && n <= 65535, "a port number") ?? 0,
      ...(values.seed === undefined ? {} : { seed: values.seed }),
      ...(values.state === undefined ? {} : { state: values.state }),
      ...(values.host === undefined ? {} : { host: values.host }),
      ...(values.token === undefined ? {} : { token: values.token }),
      ...(values.verbose === true ? { log: (line: string) => console.error(line) } : {}),
      taskSeconds: number("--task-seconds", values["task-seconds"], () => true, "a number of seconds") ?? 2,
      rateLimit:
        number("--rate-limit", values["rate-limit"], (n) => Number.isInteger(n), "a whole number") ?? 1000,
    },
  };
};

const parseFlags = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: "string" },
        seed: { type: "string" },
        state: { type: "string" },
        host: { type: "string" },
        token: { type: "string" },
        verbose: { type: "boolean" },
        "task-seconds": { type: "string" },
        "rate-limit": { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError(usageError("emulator", error));
  }
};

const number = (
  flag: string,
  text: string | undefined,
  fits: (n: number) => boolean,
  kind: string,
): number | undefined => {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value) && value >= 0 && fits(value)) return value;
  throw new UsageError(`${flag} must be ${kind}, not ${text}.`);
};
