import { type EmulatorOptions, startEmulator } from "../../emulator";
import { Client } from "./client";
import { ada, files, fileValue, seed } from "./seed";

/** A page as somebody reads it, out of its markup. */
export interface Read {
  readonly status: number;
  readonly headers: Headers;
  readonly markup: string;
  readonly title: string;
  readonly headings: readonly string[];
  /** By caption: the rows' cells, the head's row first. */
  readonly tables: Readonly<Record<string, readonly (readonly string[])[]>>;
  /** The names and values of the definition list. */
  readonly facts: Readonly<Record<string, string>>;
  readonly main: string;
}

export const originOf = ({ url }: Client): string => url.replace(/\/v2$/, "");

export const readPage = async (
  client: Client,
  path: string,
  headers: Readonly<Record<string, string>> = { Accept: "text/html" },
): Promise<Read> => {
  const response = await fetch(`${originOf(client)}${path}`, { headers });
  const markup = await response.text();
  const main = inside(markup, "main")[0] ?? "";
  return {
    status: response.status,
    headers: response.headers,
    markup,
    title: text(inside(markup, "title")[0] ?? ""),
    headings: [...main.matchAll(/<h[1-6]\b[^>]*>(.*?)<\/h[1-6]>/gs)].map(([, it = ""]) => text(it)),
    tables: Object.fromEntries(
      inside(main, "table").map((table) => [text(inside(table, "caption")[0] ?? ""), rows(table)]),
    ),
    facts: Object.fromEntries(
      [...main.matchAll(fact)].map(([, name = "", value = ""]) => [text(name), text(value)]),
    ),
    main: text(main),
  };
};

/** Values may hold lists of names and values. */
const fact = /<div data-key="[^"]*"><dt>(.*?)<\/dt><dd>(.*?)<\/dd><\/div>(?=<div data-key|<\/dl>\s*<)/gs;

const rows = (table: string): readonly (readonly string[])[] =>
  inside(table, "tr").map((row) =>
    [...row.matchAll(/<t([hd])\b[^>]*>(.*?)<\/t\1>/gs)].map(([, , cell = ""]) => text(cell)),
  );

const inside = (markup: string, tag: string): readonly string[] =>
  [...markup.matchAll(new RegExp(`<${tag}\\b[^>]*>(.*?)</${tag}>`, "gs"))].map(([, it = ""]) => it);

const text = (markup: string): string =>
  markup
    .replace(/<(\/?)(li|p|div|span class="sub"|summary|dt|dd|a)\b[^>]*>/g, " ")
    .replace(/<[^>]*>/g, "")
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => entities[name] ?? "")
    .replace(/\s+/g, " ")
    .trim();

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

export const anyTime: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);

/** A task of two children. */
export const batch = {
  app: "ada/lab/align",
  inputs: { reads: [files.r1, files.r2, files.r3].map(fileValue), genome: fileValue(files.genome) },
  batch: true,
  batch_input: "reads",
  batch_by: { type: "CRITERIA", criteria: ["metadata.sample_id"] },
};

/** An emulator of one test's own. */
export const alone = async (
  work: (client: Client) => Promise<void>,
  options: EmulatorOptions = {},
): Promise<void> => {
  const other = await startEmulator({ seed, taskSeconds: 1000, rateLimit: 1_000_000, ...options });
  try {
    await work(new Client(other.url, ada));
  } finally {
    await other.close();
  }
};
