import type { Responded } from "../../provider/api/transport/client";
import { isRecord } from "../../provider/shared/codec";
import type { ApiError } from "../../provider/shared/errors";

/* What came back from a call of `doctor`, and how its parts are read: as they were sent, and not as the provider reads them. */

export type Json = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly _tag: "Answer";
  /** JSON; `undefined` where the call failed, and where there was no body. */
  readonly body: unknown;
  readonly error: ApiError | undefined;
  /** Status and headers of each response, redirects and repetitions among them. */
  readonly responses: readonly Responded[];
  readonly milliseconds: number;
  /** When it had arrived, by this machine's clock. */
  readonly at: number;
  /** Of a list that was read again until it showed what it should: how long that took. */
  readonly lag?: number;
}

/** A call that was not made. */
export interface Skipped {
  readonly _tag: "Skipped";
  readonly why: string;
}

export const skip = (why: string): Skipped => ({ _tag: "Skipped", why });

/** The body of a call that succeeded; an empty object where it is no object. */
export const bodyOf = ({ body }: Answer): Json => (isRecord(body) ? body : {});

export const itemsOf = (answer: Answer): readonly Json[] => {
  const { items } = bodyOf(answer);
  return Array.isArray(items) ? items.filter(isRecord) : [];
};

export const textAt = (json: Json, key: string): string | undefined => {
  const value = json[key];
  return typeof value === "string" ? value : undefined;
};

/** In capitals: another question is whether the platform writes it so. */
export const statusIn = (json: Json): string | undefined => textAt(json, "status")?.toUpperCase();

export const idOf = (answer: Answer | undefined): string | undefined =>
  answer === undefined ? undefined : textAt(bodyOf(answer), "id");

/** How many items a list says that it has on all pages. */
export const totalOf = ({ responses }: Answer): number | undefined => {
  const total = responses.at(-1)?.headers["x-total-matching-query"];
  return total === undefined ? undefined : Number(total);
};

/** `403, code 7001`: an error without texts of the platform. */
export const shortError = (error: ApiError): string =>
  error._tag === "Refused"
    ? `${error.status}${error.code === undefined ? "" : `, code ${error.code}`}`
    : error._tag === "Unreadable"
      ? `${error.status}, ${error.reason}`
      : `no answer: ${error.reason}`;
