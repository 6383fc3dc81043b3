/** A call of an operation as the journal shows it, and how to aim at it. */

export interface Journaled {
  readonly method: string;
  /** `/v2/…` */
  readonly path: string;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
}

export interface Aim {
  readonly method: string;
  /** The source of a regular expression, as the emulator takes it. */
  readonly path: string;
  /** What in the query tells one list from another: the starts of its pairs. */
  readonly pairs: readonly string[];
  /** So many calls of this kind pass before the aimed one. */
  readonly skip: number;
  /** What the operation does before it: so many calls beside the rounds of the poller, and such rounds last of all. */
  readonly before: Before;
  /** Whether it changes something on the platform. */
  readonly writes: boolean;
  /** For people: `GET /tasks/:id #2`. */
  readonly name: string;
}

export interface Before {
  readonly calls: number;
  readonly polled: boolean;
}

/** Fields and pages do not tell what is asked. */
const passing: readonly string[] = ["fields", "offset", "limit", "order", "order_by"];

const isBulk = (path: string): boolean => /^\/v2\/bulk\/\w+\/get$/.test(path);

/** A round of the poller, which asks for few fields; other bulk reads ask for all of them. How many rounds there are depends on the time that passes. */
export const isPoll = (path: string, fields: unknown): boolean =>
  isBulk(path) && String(fields).startsWith("id,");

const isRound = ({ path, query }: Journaled): boolean => isPoll(path, query.fields);

const pairsOf = (call: Journaled): readonly string[] =>
  isBulk(call.path)
    ? [isRound(call) ? "fields=id," : "fields=_all"]
    : Object.keys(call.query)
        .filter((key) => !passing.includes(key))
        .sort()
        .map((key) => `${key}=`);

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{24}/g;

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A kind of call is aimed at twice at most; how often bulk reads are made depends on the time that passes. */
const mostOf = (path: string): number => (isBulk(path) ? 1 : 2);

const shownAs = ({ method, path }: Journaled, pairs: readonly string[]): string => {
  const short = path.replace(/^\/v2/, "").replace(uuid, ":id");
  return `${method} ${short}${pairs.length === 0 ? "" : `?${pairs.map((pair) => pair.replace(/=$/, "")).join("&")}`}`;
};

/** The calls that an operation has made, each kind at its first places. */
export const aimsOf = (journal: readonly Journaled[]): readonly Aim[] => {
  const places = new Map<string, number>();
  return journal.flatMap((call, index): readonly Aim[] => {
    const { method, path } = call;
    const pairs = pairsOf(call);
    const shown = shownAs(call, pairs);
    const skip = places.get(shown) ?? 0;
    places.set(shown, skip + 1);
    if (skip >= mostOf(path)) return [];
    return [
      {
        method,
        path: `^${literal(path).replace(uuid, "[^/]+")}$`,
        pairs,
        skip,
        before: {
          calls: journal.slice(0, index).filter((it) => !isRound(it)).length,
          polled: !isRound(call) && journal.slice(Math.max(0, index - 1), index).some(isRound),
        },
        writes: method !== "GET" && !isBulk(path),
        name: skip === 0 ? shown : `${shown} #${skip + 1}`,
      },
    ];
  });
};

/** For the emulator, which shows its patterns the decoded query: what asks for less, or for more, is another call. */
export const matchOf = ({ method, path, pairs }: Aim): Readonly<Record<string, string>> => {
  const all = pairs.map((pair) => `(?=(.*&)?${literal(pair)})`).join("");
  const no = [...pairs, ...passing.map((key) => `${key}=`)].map(literal).join("|");
  return { method, path, query: `^${all}(?!(.*&)?(?!${no})[\\w.]+=)` };
};

/** The same for the gate: from the aimed call on, so many times. */
export const meeting = (aim: Aim, times: number): ((method: string, url: string) => boolean) => {
  let met = 0;
  return (method, url) => {
    const { pathname, searchParams } = new URL(url, "http://gate");
    const given = [...searchParams].map(([key, value]) => `${key}=${value}`);
    const fits =
      method === aim.method &&
      new RegExp(aim.path).test(pathname) &&
      aim.pairs.every((pair) => given.some((one) => one.startsWith(pair))) &&
      [...searchParams.keys()].every((key) =>
        [...aim.pairs, ...passing].some((known) => known.split("=")[0] === key),
      );
    if (!fits) return false;
    met += 1;
    return met > aim.skip && met <= aim.skip + times;
  };
};
