import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator";
import { ada, seed } from "./seed";

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

/** Plain HTTP against a test's own emulator: nothing of the provider's client. */
export class Client {
  constructor(
    readonly url: string,
    private readonly token: string | undefined,
  ) {}

  readonly as = (token: string | undefined): Client => new Client(this.url, token);

  readonly send = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const response = await fetch(`${this.url}${path}`, {
      method,
      redirect: "manual",
      headers: {
        "Content-Type": "application/json",
        ...(this.token === undefined ? {} : { "X-SBG-Auth-Token": this.token }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text === "" ? undefined : JSON.parse(text),
      headers: response.headers,
    };
  };

  readonly get = (path: string) => this.send("GET", path);
  readonly post = (path: string, body?: unknown) => this.send("POST", path, body);
  readonly patch = (path: string, body?: unknown) => this.send("PATCH", path, body);
  readonly put = (path: string, body?: unknown) => this.send("PUT", path, body);
  readonly delete = (path: string) => this.send("DELETE", path, {});

  /** Makes a task and says its id; a refusal is an error. */
  readonly task = async (body: Record<string, unknown> = {}, query = ""): Promise<string> => {
    const made = await this.post(`/tasks${query}`, {
      project: "ada/lab",
      app: "ada/lab/echo",
      name: "t",
      ...body,
    });
    if (made.status !== 201) throw new Error(JSON.stringify(made.body));
    return String(pick(made.body, "id"));
  };

  readonly field = async (path: string, key: string): Promise<unknown> =>
    pick((await this.get(path)).body, key);

  readonly control = async (method: string, path: string, body?: unknown): Promise<unknown> =>
    (await new Client(this.url.replace(/v2$/, "_emulator"), undefined).send(method, path, body)).body;

  readonly advance = (seconds: number) => this.control("POST", "/clock", { advance: seconds });
}

/** A key of an object; `a.b` goes in. */
export const pick = (value: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>(
      (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
      value,
    );

/** The values of one key over a list's items. */
export const items = (answer: Answer, key: string): unknown[] => {
  const found = pick(answer.body, "items");
  if (!Array.isArray(found)) throw new Error(JSON.stringify(answer.body));
  return found.map((it) => pick(it, key));
};

/** An emulator for the tests of a file. A task takes 10 s of a clock that only tests move. */
export const emulated = (options: EmulatorOptions = {}): { readonly client: Client } => {
  let running: Emulator | undefined;
  beforeAll(async () => {
    running = await startEmulator({ seed, taskSeconds: 10, rateLimit: 1_000_000, ...options });
  });
  afterAll(() => running?.close());
  return {
    get client() {
      if (running === undefined) throw new Error("the emulator has not started");
      return new Client(running.url, ada);
    },
  };
};
