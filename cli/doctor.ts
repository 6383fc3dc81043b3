import { writeFileSync } from "node:fs";
import { safeText } from "../provider/shared/safeText";
import { errorCode } from "../provider/shared/text";
import { bodyOf, textAt } from "./doctor/answer";
import { help, readWanted } from "./doctor/args";
import { answerIn } from "./doctor/calls/call";
import { askToSpend } from "./doctor/consent";
import { type Examination, examine, type Watch } from "./doctor/examine";
import { stateLines } from "./doctor/pulumi";
import { exitCode, jsonReport, leftLines, questionLines, summaryLine } from "./doctor/report";
import { type Settings, settingsOf } from "./doctor/settings";
import { paidOptions } from "./doctor/spend/run";
import { readVersions, type Versions } from "./doctor/versions";
import { UsageError } from "./usage";

/** What is known without a verdict. */
const factLines = ({ connection, sources, note }: Settings, versions: Versions): readonly string[] => [
  `endpoint: ${connection.endpoint} (from ${sources.endpoint})`,
  `token: not shown (from ${sources.token})`,
  ...(note === undefined ? [] : [`stack's configuration: not looked at (${note})`]),
  `versions: pulumi-sevenbridges ${versions.package}, Node.js ${versions.node}, @pulumi/pulumi ${versions.sdk}, pulumi ${versions.engine}`,
];

const answerLines = ({ answers }: Examination): readonly string[] => {
  const user = answerIn(answers, "user");
  const { rate } = bodyOf(answerIn(answers, "limit") ?? noAnswer);
  const latencies = [...answers.values()]
    .flatMap((answer) =>
      answer._tag === "Answer" && answer.error === undefined ? [answer.milliseconds] : [],
    )
    .toSorted((a, b) => a - b);
  const median = latencies[Math.floor(latencies.length / 2)];
  const left = typeof rate === "object" && rate !== null && "remaining" in rate ? rate.remaining : undefined;
  const skew = user && Date.parse(user.responses.at(-1)?.headers.date ?? "") - user.at;
  return [
    ...(user === undefined ? [] : [`user: ${textAt(bodyOf(user), "username") ?? "unknown"}`]),
    ...(typeof left === "number" ? [`rate limit: ${left} calls are left`] : []),
    ...(skew === undefined || Number.isNaN(skew)
      ? []
      : [`clock: the platform's is ${Math.abs(Math.round(skew / 1000))} s ${skew < 0 ? "behind" : "ahead"}`]),
    ...(median === undefined ? [] : [`latency: ${median} ms, the median of ${latencies.length} calls`]),
  ];
};

const noAnswer = {
  _tag: "Answer",
  body: undefined,
  error: undefined,
  responses: [],
  milliseconds: 0,
  at: 0,
} as const;

/** What a signal makes of the command: it goes on to delete what it has created, and ends; a second one ends it at once. */
const interruptions = () => {
  const controller = new AbortController();
  let leftovers: Parameters<Watch>[0] = { left: [], goingOn: [] };
  let code: number | undefined;
  const interrupt = (number: number) => (): void => {
    if (code !== undefined) {
      for (const line of leftLines(leftovers)) console.error(safeText(line));
      process.exit(code);
    }
    code = number;
    console.error("Interrupted: deleting what was created. Interrupt again to end at once.");
    controller.abort();
  };
  const [onInterrupt, onTerminate] = [interrupt(130), interrupt(143)];
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  return {
    signal: controller.signal,
    watch: (its: Parameters<Watch>[0]): void => {
      leftovers = its;
    },
    /** The exit code of an interrupted command. */
    code: () => code,
    end: (): void => {
      process.off("SIGINT", onInterrupt);
      process.off("SIGTERM", onTerminate);
    },
  };
};

/** Examines settings and platform, and prints a line for each question. */
export const doctor = async (args: readonly string[]): Promise<void> => {
  const wanted = readWanted(args);
  if (wanted.help) {
    console.log(help);
    return;
  }
  const settings = await settingsOf(wanted.flags);
  const { connection } = settings;
  const clear = (line: string): string => safeText(line.replaceAll(connection.token, "[token]"));
  const print = (lines: readonly string[]): void => {
    for (const line of lines) console.log(clear(line));
  };
  if (wanted.spends && !(await askToSpend(wanted.isSure)))
    throw new UsageError("Nothing was asked or started.");
  const versions = await readVersions();
  print([...factLines(settings, versions), ...(await stateLines())]);
  const { signal, watch, code, end } = interruptions();
  try {
    const examination = await examine(
      {
        connection,
        project: wanted.project,
        app: wanted.app,
        spends: wanted.spends,
        say: (line) => console.error(clear(line)),
        signal,
        paid: paidOptions,
      },
      watch,
    );
    print([...answerLines(examination), ...questionLines(examination), summaryLine(examination)]);
    print(leftLines(examination));
    if (wanted.json !== undefined)
      write(
        wanted.json,
        jsonReport(examination, { endpoint: connection.endpoint, versions, date: new Date() }),
      );
    process.exitCode = code() ?? exitCode(examination);
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(clear(error.message));
    throw new Error(clear(error instanceof Error ? error.message : String(error)));
  } finally {
    end();
  }
};

const write = (file: string, text: string): void => {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new Error(`${file} cannot be written: ${errorCode(error) ?? "unknown error"}.`);
  }
};
