import { createHash, timingSafeEqual } from "node:crypto";
import type { User } from "../store/model";
import type { Store } from "../store/store";

/** A token is a header's value and a word of the start line. */
const SHORTEST = 16;

/** The sentence that says what is wrong with a token of somebody's own. */
export const tokenTrouble = (token: string): string | undefined =>
  new RegExp(`^[\\x21-\\x7e]{${SHORTEST},}$`).test(token)
    ? undefined
    : `a token has at least ${SHORTEST} characters, plain ones and no spaces`;

type Headers = (name: string) => string | undefined;

/** Whose token it is. All users are looked at and digests are compared, so that an answer's time says nothing. */
export class Tokens {
  private readonly digests = new WeakMap<User, Buffer>();
  private readonly onlyDigest: Buffer | undefined;

  /** `only` is the first user's in place of all tokens of the seed. */
  constructor(
    private readonly store: Store,
    readonly only: string | undefined,
  ) {
    this.onlyDigest = only === undefined ? undefined : digest(only);
  }

  userOf(token: string): User | undefined {
    const given = digest(token);
    if (this.onlyDigest !== undefined)
      return timingSafeEqual(given, this.onlyDigest) ? this.first() : undefined;
    let found: User | undefined;
    for (const user of this.store.users.values())
      if (timingSafeEqual(given, this.digestOf(user))) found ??= user;
    return found;
  }

  /** The token of the first user, for the person who started the emulator. */
  get shown(): string {
    return this.only ?? this.first().token;
  }

  /** What no line of a log may hold. */
  get all(): readonly string[] {
    const tokens = [...this.store.users.values()].map((it) => it.token);
    return this.only === undefined ? tokens : [this.only, ...tokens];
  }

  private first(): User {
    const [first] = this.store.users.values();
    if (first === undefined)
      throw new Error("users must name at least one user: nobody could use the emulator.");
    return first;
  }

  private digestOf(user: User): Buffer {
    const known = this.digests.get(user) ?? digest(user.token);
    this.digests.set(user, known);
    return known;
  }
}

const digest = (token: string): Buffer => createHash("sha256").update(token).digest();

/**
 * Three headers (API digest 1.2). With several, the first that is not empty counts; a session id is a user's token, for
 * there are no sessions here: our choices.
 */
export const sentToken = (header: Headers): string | undefined =>
  header("x-sbg-auth-token") || bearer(header("authorization")) || header("x-sbg-session-id");

const bearer = (value: string | undefined): string | undefined => value?.replace(/^Bearer\s+/i, "");

/** What a browser sends after it has asked for a password: the token is the password, the name does not matter. */
export const sentPassword = (header: Headers): string | undefined => {
  const [, encoded] = /^Basic\s+([\w+/=-]+)$/i.exec(header("authorization") ?? "") ?? [];
  if (encoded === undefined) return undefined;
  const pair = Buffer.from(encoded, "base64").toString("utf8");
  return pair.includes(":") ? pair.slice(pair.indexOf(":") + 1) : undefined;
};
