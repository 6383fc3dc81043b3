import { type Answer, shortError } from "./answer";
import type { Answers, CallName } from "./calls/call";
import type { Trial } from "./trial";

/** One assumption of the provider's about the platform, as a question that the platform's answers decide. */
export interface Question {
  /** Stable: reports and docs/platforms.md name it. */
  readonly key: string;
  /** What the provider assumes. */
  readonly assumes: string;
  readonly calls: readonly CallName[];
  /** What the provider does where the platform differs, and whether that is enough. */
  readonly handling: Handling;
  readonly judge: (answers: Answers, trial: Trial) => Verdict;
}

export interface Handling {
  readonly isHandled: boolean;
  readonly text: string;
}

export type Verdict =
  | { readonly _tag: "Confirmed" }
  | { readonly _tag: "Differs"; readonly what: string; readonly handling?: Handling }
  | { readonly _tag: "Unclear"; readonly why: string };

export const confirmed: Verdict = { _tag: "Confirmed" };

/** `handling`: where it is not that of the question. */
export const differs = (what: string, handling?: Handling): Verdict => ({
  _tag: "Differs",
  what,
  ...(handling === undefined ? {} : { handling }),
});

export const unclear = (why: string): Verdict => ({ _tag: "Unclear", why });

/** Confirmed, unless one of these sentences says what differs. */
export const unless = (...differences: readonly (string | false | undefined)[]): Verdict => {
  const found = differences.filter((it) => typeof it === "string");
  return found.length === 0 ? confirmed : differs(found.join("; "));
};

export const differsHandled = (text: string): Handling => ({ isHandled: true, text });
export const differsUnhandled = (text: string): Handling => ({ isHandled: false, text });

interface Asked<K extends CallName> extends Omit<Question, "calls" | "judge"> {
  readonly calls: readonly K[];
  /** The question is about a call that fails. */
  readonly readsErrors?: boolean;
  readonly verdict: (answer: (name: K) => Answer, trial: Trial) => Verdict;
}

/** Why a call tells nothing; `undefined` where it does. */
const obstacle = (answers: Answers, name: CallName, readsErrors: boolean): string | undefined => {
  const answer = answers.get(name);
  if (answer === undefined) return "it was not asked";
  if (answer._tag === "Skipped") return answer.why;
  const { error } = answer;
  if (error === undefined || (readsErrors && error._tag !== "Unreachable")) return undefined;
  return `${error.asked.method} ${name} failed (${shortError(error)})`;
};

/** A question whose verdict is only asked for where its calls have answers. */
export const question = <K extends CallName>({
  verdict,
  readsErrors = false,
  ...rest
}: Asked<K>): Question => ({
  ...rest,
  judge: (answers, trial) => {
    const [why] = rest.calls.flatMap((name) => obstacle(answers, name, readsErrors) ?? []);
    if (why !== undefined) return unclear(why);
    return verdict((name) => {
      const answer = answers.get(name);
      if (answer?._tag !== "Answer") throw new Error(`${name} has no answer`);
      return answer;
    }, trial);
  },
});
