import { type Agent, type IncomingHttpHeaders, request } from "node:http";
import * as fc from "fast-check";
import { ada, echo, files, fileValue } from "./seed";

/** What no client sends on purpose: paths, queries and bodies that are wrong in every way that came to mind. */

export interface Shot {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body: string | undefined;
  readonly type: string | undefined;
}

export interface Hit {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const names = ["__proto__", "constructor", "toString", "hasOwnProperty", "prototype"];

const garbage = [
  ...names,
  "%00",
  "%zz",
  "%",
  "%ff",
  "%ED%A0%80",
  "%F0%9F%92%A5",
  "%0d%0aX-Injected:%201",
  "..",
  ".",
  "%2e%2e",
  "%2F",
  "%252F",
  "%5C",
  "a;b",
  "*",
  ":id",
  "'\"<>",
  "a".repeat(5000),
  "00000000-0000-4000-8000-000000000000",
  "000000000000000000000000",
  "scroll",
  "raw",
  "-1",
  "1e9",
];

const rests = [
  "ada/lab",
  "ada%2Flab",
  "ada",
  "bob/private",
  "ada/lab/echo",
  "ada/lab/echo/0",
  "ada/lab/echo/raw",
  "ada/lab/echo/1/raw",
  "ada/lab/echo/999999999999/raw",
  "ada/lab/new/raw",
  "ada/lab/echo/actions/copy",
  "ada/lab/echo/actions/sync",
  "ada/lab/tasks",
  "ada/lab/members",
  "ada/lab/members/bob",
  "ada/lab/members/bob/permissions",
  "ada/lab/members/ada/permissions",
  "ada/lab/files",
  "ada/made",
  "division/shared/members",
];

/** Ids that there are, by the first part of the paths that take them. */
export interface Ids {
  readonly tasks: readonly string[];
  readonly files: readonly string[];
}

const idsFor = (route: string, { tasks, files }: Ids): readonly string[] => {
  if (route.startsWith("/tasks")) return tasks;
  if (route.startsWith("/files")) return files;
  return ["ada", "bob", "lab", ...tasks, ...files];
};

const mostly = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: usual, weight: 6 }, odd);

const pathOf = (route: string, ids: Ids): fc.Arbitrary<string> => {
  const parts = route.split("/").map((part): fc.Arbitrary<string> => {
    if (part === "*") {
      const others = fc.constantFrom(...garbage, ...ids.tasks, ...ids.files, "ada", "lab");
      const odd = fc.array(others, { minLength: 1, maxLength: 5 });
      return mostly(
        fc.constantFrom(...rests),
        odd.map((it) => it.join("/")),
      );
    }
    if (!part.startsWith(":")) return fc.constant(part);
    const usual = part === ":action" ? ["run", "abort", "clone", "copy", "move"] : idsFor(route, ids);
    return mostly(fc.constantFrom(...usual), fc.constantFrom(...garbage));
  });
  const end = mostly(fc.constant(""), fc.constantFrom("/", "//", "/..", "/%2e%2e/user", "/x"));
  return fc.tuple(...parts, end).map((all) => `/v2${all.slice(0, -1).join("/")}${all.at(-1)}`);
};

const queryKeys = [
  "fields",
  "limit",
  "offset",
  "project",
  "parent",
  "status",
  "batch",
  "run",
  "action",
  "order_by",
  "order",
  "name",
  "tag",
  "origin.task",
  "origin_id",
  "id",
  "q",
  "visibility",
  "token",
  "created_from",
  "ended_to",
  "metadata.sample_id",
  "metadata.__proto__",
  "use_interruptible_instances",
  "dataset",
  "username",
  "billing_group",
  ...names,
];

const queryValues = [
  ...garbage,
  "",
  "_all",
  "id,name,!inputs.one",
  "!__proto__,constructor.name",
  "a".repeat(300).split("").join("."),
  "ada/lab",
  "ada%2Flab",
  "true",
  "init",
  "NaN",
  "1e308",
  "99999999999999999999",
  "0000-01-01",
  "9999-12-31T23:59:59%2B99:99",
  files.r1,
];

const query = fc
  .array(fc.tuple(fc.constantFrom(...queryKeys), fc.constantFrom(...queryValues)), { maxLength: 5 })
  .map((pairs) => (pairs.length === 0 ? "" : `?${pairs.map(([key, it]) => `${key}=${it}`).join("&")}`));

const polluted = { polluted: "yes" };
const deep = (levels: number): unknown => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);

/** Text of JSON, for some of it no value can be written as. */
const odd: readonly string[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e308,
    "",
    "\u0000",
    "\ud800",
    "true",
    "x",
    [],
    {},
    [[]],
    [null],
    [{}],
    [1],
  ],
  ...[names, "ada/lab", "ada/lab/echo", files.r1, [files.r1], fileValue(files.r1), [fileValue(files.r1)]],
  ...[
    { class: "File" },
    { class: "File", path: null },
    { class: "File", path: {} },
    { class: ["File"], path: 1 },
  ],
  ...[{ class: "Directory", path: files.r1 }, { type: "ITEM" }, { type: "CRITERIA", criteria: [null] }],
  ...[{ type: "CRITERIA", criteria: ["metadata.__proto__"] }, { type: ["item"] }, { instance_type: ["x"] }],
  ...[
    { max_parallel_instances: 1e308 },
    { use_memoization: "yes" },
    { main_location: [] },
    { nodes_location: { a: 1 } },
  ],
  ...[
    { constructor: { prototype: polluted } },
    { write: "yes" },
    { read: true },
    deep(50),
    deep(250),
    "x".repeat(1_000_000),
  ],
]
  .map((it) => JSON.stringify(it))
  .concat('{"__proto__":{"polluted":"yes"}}', "1e999", "-1e999", "9007199254740993", "0.1e-400", '"\\ud83d"');

const keys = [
  "name",
  "project",
  "app",
  "description",
  "inputs",
  "batch",
  "batch_input",
  "batch_by",
  "execution_settings",
  "output_location",
  "use_interruptible_instances",
  "task_ids",
  "file_ids",
  "tags",
  "settings",
  "billing_group",
  "metadata",
  "parent",
  "type",
  "items",
  "username",
  "permissions",
  "email",
  "strategy",
  "id",
  "class",
  "one",
  "message",
  "bams",
  "$graph",
  "steps",
  "outputs",
  ...names,
];

const create = { project: "ada/lab", app: "ada/lab/echo", inputs: { message: "x" } };
const baseFor = (route: string, { tasks }: Ids): readonly object[] => {
  if (route === "/tasks")
    return [
      create,
      { ...create, app: "ada/lab/count", inputs: { bams: [fileValue(files.r1), fileValue(files.r3)] } },
      { ...create, app: "ada/lab/align", batch_input: "reads", batch_by: { type: "ITEM" }, inputs: {} },
    ];
  if (route.startsWith("/tasks")) return [{}, { name: "x" }];
  if (route.startsWith("/bulk/tasks")) return [{ task_ids: tasks }];
  const some = [files.r1, files.bare, "none"];
  if (route.startsWith("/bulk"))
    return [{ file_ids: some }, { items: [{ id: files.r1, name: "x", tags: ["t"], metadata: { k: "v" } }] }];
  if (route.startsWith("/action")) return [{ project: "ada/made", file_ids: some }];
  if (route.startsWith("/files/:id/actions"))
    return [{ project: "ada/made" }, { parent: files.r1, name: "x" }, { project: "ada/lab", name: "x" }];
  if (route.startsWith("/files/:id")) return [{ tags: ["t"] }, { metadata: { k: "v" } }, { sample_id: "s9" }];
  if (route.startsWith("/apps")) return [echo, { project: "ada/made", name: "copied", strategy: "clone" }];
  if (route.startsWith("/projects"))
    return [
      { name: "made", description: "d", settings: { locked: true } },
      { username: "bob", permissions: { read: true, write: true } },
      { write: true, read: true, copy: true, execute: true, admin: false },
    ];
  return [{ name: "made" }, { name: "made", type: "folder", project: "ada/lab" }, { project: "ada/lab" }];
};

/** An object of known keys, some of them with values of the wrong kind; or something that is no object, or no JSON. */
const bodyOf = (route: string, ids: Ids): fc.Arbitrary<string | undefined> => {
  const value = mostly(fc.constantFrom(...odd), fc.json({ maxDepth: 3 }));
  const pairs = fc.array(fc.tuple(fc.constantFrom(...keys), value), { maxLength: 3 });
  const base = mostly(
    fc.constantFrom(...baseFor(route, ids)),
    fc.constantFrom(...["/", "/tasks", "/bulk"].flatMap((it) => baseFor(it, ids))),
  );
  const object = fc.tuple(base, pairs).map(([usual, more]) => {
    const texts = new Map(Object.entries(usual).map(([key, it]) => [key, JSON.stringify(it)]));
    for (const [key, it] of more) texts.set(key, it);
    return `{${[...texts].map(([key, it]) => `${JSON.stringify(key)}:${it}`).join(",")}}`;
  });
  const within = fc.constantFrom("inputs", "settings", "metadata", "execution_settings", "permissions");
  const wrapped = fc
    .tuple(within, object)
    .map(([key, it]) => `{"project":"ada/lab","app":"ada/lab/echo","name":"w","${key}":${it}}`);
  const none = [
    "null",
    "",
    " ",
    "\ufeff{}",
    "{'a':1}",
    "NaN",
    "class: &a [*a]",
    "a: [*b",
    "%YAML 1.1\n---\n- !!x y",
  ];
  return fc.oneof(
    { arbitrary: object, weight: 8 },
    { arbitrary: wrapped, weight: 3 },
    value,
    object.map((it) => `[${it}]`),
    object.map((it) => it.slice(0, it.length / 2)),
    fc.constantFrom(undefined, ...none),
  );
};

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "PROPFIND", "TRACE"];

/** A request to a route, mostly by its own method. */
export const shots = (
  routes: readonly { readonly method: string; readonly path: string }[],
  ids: Ids,
): fc.Arbitrary<Shot> =>
  fc
    .constantFrom(...routes)
    .chain((route) =>
      fc
        .tuple(
          mostly(fc.constant(route.method), fc.constantFrom(...methods)),
          pathOf(route.path, ids),
          mostly(fc.constant(""), query),
          bodyOf(route.path, ids),
          fc.constantFrom(
            "application/json",
            "application/json",
            undefined,
            "application/yaml",
            "text/\u00e9; charset",
          ),
        )
        .map(([method, path, asked, body, type]) => ({ method, path: `${path}${asked}`, body, type })),
    );

/** Sends it as it is: what clients tidy up (`..`, `//`, `%zz`) stays. */
export const shoot = (url: string, agent: Agent, { method, path, body, type }: Shot): Promise<Hit> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const headers = {
      "X-SBG-Auth-Token": ada,
      "X-SBG-Advance-Access": "advance",
      ...(type === undefined ? {} : { "Content-Type": type }),
      ...(body === undefined ? {} : { "Content-Length": Buffer.byteLength(body) }),
    };
    const sent = request({ hostname, port, method, path, headers, agent }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (it: Buffer) => chunks.push(it));
      answer.on("error", reject);
      answer.on("end", () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          text: Buffer.concat(chunks).toString("utf8"),
        }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
