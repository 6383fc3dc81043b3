import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator";
import { project, seed } from "./seed";

interface Journaled {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | string[]>>;
  readonly body: unknown;
  readonly status: number | null;
}

/** Trouble to come: see the emulator's control routes. */
export interface Fault {
  readonly match?: { readonly method?: string; readonly path?: string; readonly query?: string };
  readonly times?: number | "always";
  readonly effect?: "before" | "after";
  readonly kind:
    | "status"
    | "rateLimit"
    | "maintenance"
    | "drop"
    | "reset"
    | "delay"
    | "truncated"
    | "malformed"
    | "empty"
    | "contentType"
    | "alter";
  readonly status?: number;
  readonly code?: number;
  readonly message?: string;
  readonly seconds?: number;
  readonly headers?: false;
  readonly set?: Readonly<Record<string, unknown>>;
}

/** Marks what a test asks itself. The API ignores what it does not know (API digest, 2.2). */
export const byHand = "_by_hand";

/** A test's own emulator, with what a test does behind the provider's back. */
export class Platform {
  static readonly start = async (options: EmulatorOptions = {}): Promise<Platform> =>
    new Platform(await startEmulator({ seed, taskSeconds: 1000, ...options }));

  /** One that runs as a separate process. */
  static readonly at = (url: string, token: string): Platform =>
    new Platform({ url, token, close: async () => undefined });

  private constructor(private readonly emulator: Emulator) {}

  get url(): string {
    return this.emulator.url;
  }

  get token(): string {
    return this.emulator.token;
  }

  /** Where people see a task of the tests' project: in the form of the platforms' web interfaces. */
  readonly page = (id: string): string => `${new URL(this.url).origin}/u/${project}/tasks/${id}`;

  readonly close = (): Promise<void> => this.emulator.close();

  readonly control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${this.url.replace(/\/v2$/, "/_emulator")}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
    return response.json();
  };

  readonly fault = (fault: Fault): Promise<unknown> => this.control("POST", "/faults", fault);
  readonly advance = (seconds: number): Promise<unknown> =>
    this.control("POST", "/clock", { advance: seconds });

  /** What was asked so far, with the bodies. */
  readonly asked = async (): Promise<readonly Journaled[]> => {
    const journal = (await this.control("GET", "/journal")) as readonly Journaled[]; // the emulator's own form
    return journal.filter(({ query }) => !(byHand in query));
  };

  /** The same; then forgotten. */
  readonly requests = async (): Promise<readonly Journaled[]> => {
    const requests = await this.asked();
    await this.control("DELETE", "/journal");
    return requests;
  };

  /** The same as lines: `POST /tasks?action=run`. */
  readonly log = async (): Promise<readonly string[]> => (await this.requests()).map(lineOf);

  /** Those of them that change something: a bulk read is a POST, too, and changes nothing. */
  readonly writes = async (): Promise<readonly string[]> =>
    (await this.log()).filter((line) => !/^(GET|POST \/bulk\/\w+\/get)\b/.test(line));

  /** The API, as somebody at the web interface would use it. It is not in the log. */
  readonly api = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
    const response = await fetch(`${this.url}${path}${path.includes("?") ? "&" : "?"}${byHand}=1`, {
      method,
      headers: { "X-SBG-Auth-Token": this.token, "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
    return text === "" ? {} : JSON.parse(text);
  };

  /** Names of the tasks there are, drafts and others, oldest first. */
  readonly tasks = async (): Promise<readonly string[]> => {
    const { items } = await this.api("GET", "/tasks?limit=100&order=asc");
    return Array.isArray(items) ? items.map(({ name }) => name) : [];
  };
}

/** A request as one line. */
export const lineOf = ({ method, path, query }: Journaled): string => {
  const text = Object.entries(query)
    .flatMap(([key, value]) => [value].flat().map((one) => `${key}=${one}`))
    .join("&");
  return `${method} ${path.replace(/^\/v2/, "")}${text === "" ? "" : `?${text}`}`;
};
