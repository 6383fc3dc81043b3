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
  /** The keys that tell one list from another. */
  readonly keys: readonly string[];
  /** So many calls of this kind pass before the aimed one. */
  readonly skip: number;
  /** How many calls of any kind the operation makes before it. */
  readonly before: number;
  /** Whether it changes something on the platform. */
  readonly writes: boolean;
  /** For people: `GET /tasks/:id #2`. */
  readonly name: string;
}

/** Fields and pages do not tell what is asked. */
const passing: readonly string[] = ["fields", "offset", "limit", "order", "order_by"];

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{24}/g;

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const isRead = (method: string, path: string): boolean =>
  method === "GET" || /^\/v2\/bulk\/\w+\/get$/.test(path);

/** A kind of call is aimed at twice at most: what is asked again and again is one loop. */
const most = 2;

/** The calls that an operation has made, each kind at its first places. */
export const aimsOf = (journal: readonly Journaled[]): readonly Aim[] => {
  const places = new Map<string, number>();
  return journal.flatMap(({ method, path, query }, before): readonly Aim[] => {
    const keys = Object.keys(query)
      .filter((key) => !passing.includes(key))
      .sort();
    const shown = `${method} ${path.replace(/^\/v2/, "").replace(uuid, ":id")}${keys.length > 0 ? `?${keys.join("&")}` : ""}`;
    const skip = places.get(shown) ?? 0;
    places.set(shown, skip + 1);
    if (skip >= most) return [];
    return [
      {
        method,
        path: `^${literal(path).replace(uuid, "[^/]+")}$`,
        keys,
        skip,
        before,
        writes: !isRead(method, path),
        name: skip === 0 ? shown : `${shown} #${skip + 1}`,
      },
    ];
  });
};

/** For the emulator: a query that has all of these keys. */
export const matchOf = ({ method, path, keys }: Aim): Readonly<Record<string, string>> => ({
  method,
  path,
  ...(keys.length === 0 ? {} : { query: `^${keys.map((key) => `(?=(.*&)?${key}=)`).join("")}` }),
});

/** The same for the gate: from the aimed call on, so many times. */
export const meeting = (aim: Aim, times: number): ((method: string, url: string) => boolean) => {
  let met = 0;
  return (method, url) => {
    const { pathname, searchParams } = new URL(url, "http://gate");
    const fits =
      method === aim.method &&
      new RegExp(aim.path).test(pathname) &&
      aim.keys.every((key) => searchParams.has(key));
    if (!fits) return false;
    met += 1;
    return met > aim.skip && met <= aim.skip + times;
  };
};
