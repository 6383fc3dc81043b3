import { isSameEndpoint, platforms } from "../../provider/shared/platforms";
import type { Examination, Judged } from "./examine";
import type { Versions } from "./versions";

/* What is printed, what becomes of it in the file, and the exit code. */

const sentence = (text: string): string => text.replace(/[.\s]+$/, "");

const lineOf = ({ question, verdict }: Judged): string => {
  const { key, assumes } = question;
  switch (verdict._tag) {
    case "Confirmed":
      return `✓ confirmed: ${key}: ${assumes}`;
    case "Unclear":
      return `? could not tell: ${key}: whether ${assumes} (${sentence(verdict.why)})`;
    case "Differs": {
      const { isHandled, text } = verdict.handling ?? question.handling;
      const provider = isHandled ? `handled: ${text}` : `not handled: ${text}`;
      return `✗ differs: ${key}: expected that ${assumes}, but ${sentence(verdict.what)} (${provider})`;
    }
  }
};

export const questionLines = ({ judged }: Examination): readonly string[] => judged.map(lineOf);

const isUnhandled = ({ question, verdict }: Judged): boolean =>
  verdict._tag === "Differs" && !(verdict.handling ?? question.handling).isHandled;

export const summaryLine = ({ judged }: Examination): string => {
  const count = (tag: Judged["verdict"]["_tag"]): number =>
    judged.filter(({ verdict }) => verdict._tag === tag).length;
  const unhandled = judged.filter(isUnhandled).length;
  const handling = count("Differs") === 0 ? "" : ` (${unhandled} not handled by the provider)`;
  return `${count("Confirmed")} confirmed, ${count("Unclear")} unclear, ${count("Differs")} differ${handling}.`;
};

/** What people have to look after. */
export const leftLines = ({ left, goingOn }: Pick<Examination, "left" | "goingOn">): readonly string[] => [
  ...left.map((it) => `Not deleted: ${it}. It costs nothing; delete it by hand.`),
  ...goingOn.map((it) => `Still going on, and paid for: ${it}. Abort it by hand.`),
];

/** Without an answer to these, hardly anything was asked. */
const basics: readonly string[] = ["user.token", "create.draft"];

const isUntold = ({ question, verdict }: Judged): boolean =>
  verdict._tag === "Unclear" && basics.includes(question.key);

export const exitCode = ({ judged, left, goingOn }: Examination): 0 | 1 =>
  judged.some(isUnhandled) || judged.some(isUntold) || left.length > 0 || goingOn.length > 0 ? 1 : 0;

const verdictText = (judged: Judged): string => {
  if (judged.verdict._tag === "Confirmed") return "confirmed";
  if (judged.verdict._tag === "Unclear") return "could not tell";
  return isUnhandled(judged) ? "differs, not handled" : "differs, handled";
};

/** A private address is not reported. */
const platformOf = (endpoint: string): string =>
  Object.entries(platforms).find(([, { api }]) => isSameEndpoint(api, endpoint))?.[0] ?? "another one";

/** For an issue: keys and verdicts, and no text that the platform has sent. */
export const jsonReport = (
  { judged }: Examination,
  {
    endpoint,
    versions,
    date,
  }: { readonly endpoint: string; readonly versions: Versions; readonly date: Date },
): string =>
  `${JSON.stringify(
    {
      date: date.toISOString().slice(0, 10),
      platform: platformOf(endpoint),
      versions,
      questions: Object.fromEntries(judged.map((one) => [one.question.key, verdictText(one)])),
    },
    undefined,
    2,
  )}\n`;
