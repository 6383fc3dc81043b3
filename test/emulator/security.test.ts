import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator";
import { shownAddress } from "../../emulator/http/address";
import { Tokens } from "../../emulator/http/tokens";
import { Store } from "../../emulator/store/store";
import { Client, emulated } from "./client";
import { ada, bob, echo, seed } from "./seed";

/** Who gets in: from this machine, from other machines, from web pages; and what a seed may read. */

const own = "a-token-of-my-own-1";

interface Said {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** With headers that fetch does not let one set. */
const ask = (
  base: string,
  method: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<Said> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(base);
    const host = hostname.replace(/^\[|\]$/g, "");
    const sent = request({ host, port, method, path, headers, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, text, headers: response.headers }),
      );
    });
    sent.on("error", reject);
    sent.end(method === "POST" ? "{}" : undefined);
  });

const withEmulator = async (options: EmulatorOptions, use: (emulator: Emulator) => Promise<void>) => {
  const emulator = await startEmulator({ seed, ...options });
  try {
    await use(emulator);
  } finally {
    await emulator.close();
  }
};

const statuses = (base: string, asked: readonly (readonly [string, string, Record<string, string>?])[]) =>
  Promise.all(asked.map(async ([method, path, headers]) => (await ask(base, method, path, headers)).status));

describe("on this machine alone", () => {
  const emulator = emulated();

  test("it listens on 127.0.0.1, and on no address that other machines reach", async () => {
    const { hostname, port } = new URL(emulator.client.url);
    expect(hostname).toBe("127.0.0.1");
    const others = Object.values(networkInterfaces()).flatMap(
      (them) => them?.filter((it) => !it.internal && it.family === "IPv4").map((it) => it.address) ?? [],
    );
    const tried = others.map((address) =>
      ask(`http://${address}:${port}`, "GET", "/v2/").catch(() => "refused"),
    );
    expect(await Promise.all(tried)).toEqual(others.map(() => "refused"));
  });

  const tokenless = ["/", "/projects/ada/lab", "/_emulator/journal", "/_emulator/"];

  test.each(tokenless)("%s needs no token", async (path) => {
    expect((await ask(emulator.client.url, "GET", path)).status).toBe(200);
  });

  test.each([
    ["a name that another site's owner points to this machine", { Host: "evil.example:80" }],
    ["a name that only looks like this machine's", { Host: "localhost.evil.example" }],
    ["a name that only begins like its address", { Host: "127.0.0.1.evil.example" }],
    ["a page of another site", { Origin: "https://evil.example" }],
    ["a page of no site", { Origin: "null" }],
    ["a page of another port here", { Origin: "http://127.0.0.1:1" }],
  ])(
    "the page and the control routes are closed to %s; the API asks for its token and lets in",
    async (_, headers) => {
      const base = emulator.client.url;
      const closed = await statuses(base, [
        ...tokenless.map((it) => ["GET", it, headers] as const),
        ["POST", "/_emulator/reset", headers],
        ["DELETE", "/_emulator/journal", headers],
      ]);
      expect(closed).toEqual(closed.map(() => 403));
      expect(
        await statuses(base, [
          ["GET", "/v2/users/ada", headers],
          ["GET", "/v2/users/ada", { ...headers, "X-SBG-Auth-Token": ada }],
        ]),
      ).toEqual([401, 200]);
    },
  );

  test.each([
    "//_emulator/journal",
    "/%5femulator/journal",
    "/_emulator/../_emulator/journal",
    "/v2/../_emulator/journal",
    "/v2/%2e%2e/_emulator/journal",
    "/v2/..%2f_emulator/journal",
    "http://127.0.0.1/_emulator/journal",
  ])("no spelling gets around it: %s", async (path) => {
    const { status, text } = await ask(emulator.client.url, "GET", path, { Host: "evil.example" });
    expect([status >= 400, text.includes('"method"')]).toEqual([true, false]);
  });

  test.each(["localhost", "127.0.0.1", "[::1]", "LOCALHOST:80", "emulator.localhost:8080"])(
    "%s is a name of this machine",
    async (Host) => {
      expect((await ask(emulator.client.url, "GET", "/_emulator/journal", { Host })).status).toBe(200);
    },
  );

  test("other sites may not frame it, read it, or take it for another type", async () => {
    const { headers } = await ask(emulator.client.url, "GET", "/");
    expect(headers).toMatchObject({
      "x-frame-options": "DENY",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
    });
    expect(headers).not.toHaveProperty("access-control-allow-origin");
  });

  test("no token is in the page, the journal, or what is said of a wrong one", async () => {
    const { client } = emulator;
    await client.get("/users/ada");
    await client.as(`${bob}x`).get("/users/ada");
    const texts = await Promise.all(
      ["/", "/projects/ada/lab", "/_emulator/journal"].map(
        async (it) => (await ask(client.url, "GET", it)).text,
      ),
    );
    const wrong = JSON.stringify((await client.as(`${bob}x`).get("/users/ada")).body);
    expect([...texts, wrong].filter((it) => it.includes(ada) || it.includes(bob))).toEqual([]);
  });
});

describe("with an address that other machines reach", () => {
  test.each([
    [{ host: "0.0.0.0" }, "--host 0.0.0.0 needs a token: other machines can reach it."],
    [{ host: "::" }, "--host :: needs a token: other machines can reach it."],
    [{ host: "some.name" }, "--host some.name needs a token: other machines can reach it."],
    [{ host: "a b", token: own }, "--host a b must be an address or a name."],
    [
      { host: "0.0.0.0", token: "short" },
      "--token: a token has at least 16 characters, plain ones and no spaces.",
    ],
    [
      { token: "sixteen or more, but with spaces" },
      "--token: a token has at least 16 characters, plain ones and no spaces.",
    ],
  ])("%j is refused in one sentence", async (options, sentence) => {
    await expect(startEmulator({ seed, ...options })).rejects.toThrow(new Error(sentence));
  });

  test("only the given token is valid, for the page and the control routes too, and the address shown works", async () => {
    await withEmulator({ host: "0.0.0.0", token: own }, async ({ url, token }) => {
      expect([url, token]).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/v2$/), own]);
      const basic = (password: string) => ({
        Authorization: `Basic ${Buffer.from(`me:${password}`).toString("base64")}`,
      });
      const asked = (header: Record<string, string>) =>
        statuses(url, [
          ["GET", "/v2/users/ada", header],
          ["GET", "/", header],
          ["GET", "/_emulator/journal", header],
          ["POST", "/_emulator/reset", header],
        ]);
      for (const header of [
        { "X-SBG-Auth-Token": own },
        { Authorization: `Bearer ${own}` },
        { "X-SBG-Session-Id": own },
      ])
        expect(await asked(header)).toEqual([200, 200, 200, 200]);
      // A browser asks for a name and a password; the API knows no such thing.
      expect(await asked(basic(own))).toEqual([401, 200, 200, 200]);
      for (const header of [
        {},
        { "X-SBG-Auth-Token": ada },
        { "X-SBG-Auth-Token": "" },
        basic(ada),
        basic(""),
      ])
        expect(await asked(header)).toEqual([401, 401, 401, 401]);
      expect((await ask(url, "GET", "/")).headers["www-authenticate"]).toBe(
        'Basic realm="Seven Bridges emulator"',
      );
      // By any name, with the token; other sites' pages still not.
      expect(
        await statuses(url, [
          ["GET", "/", { Host: "lab.example", ...basic(own) }],
          ["GET", "/", { Origin: "https://evil.example", ...basic(own) }],
        ]),
      ).toEqual([200, 403]);
    });
  });

  test("a reset, or users that are added, do not let the seed's tokens in", async () => {
    await withEmulator({ host: "127.0.0.2", token: own }, async ({ url }) => {
      const client = new Client(url, own);
      const held = { "X-SBG-Auth-Token": own };
      const eve = "e".repeat(32);
      const added = await new Client(url.replace(/v2$/, "_emulator"), own).post("/seed", {
        users: [{ username: "eve", token: eve }],
      });
      expect([added.status, (await client.as(eve).get("/users/ada")).status]).toEqual([200, 401]);
      expect((await ask(url, "POST", "/_emulator/reset", held)).status).toBe(200);
      expect([
        (await client.as(ada).get("/users/ada")).status,
        (await client.get("/users/ada")).status,
      ]).toEqual([401, 200]);
    });
  });

  test.each([
    ["::1", "http://[::1]:5"],
    ["0.0.0.0", "http://127.0.0.1:5"],
    ["::", "http://127.0.0.1:5"],
    ["lab.example", "http://lab.example:5"],
  ])("%s is shown as %s", (host, shown) => {
    expect(shownAddress(host, { address: host, port: 5 })).toBe(shown);
  });
});

test("the comparison does not show whose token it is: it always goes through all users", () => {
  const store = new Store({ dueAt: () => 0 });
  let looked = 0;
  for (const username of ["a", "b", "c"]) {
    const token = () => {
      looked += 1;
      return username.repeat(20);
    };
    const user = Object.defineProperty({ username, token: "" }, "token", { get: token });
    store.commit(["user", username, user]);
  }
  looked = 0;
  const seen = ["a", "c", "x"].map((it) => {
    const found = new Tokens(store, undefined).userOf(it.repeat(20))?.username;
    const count = looked;
    looked = 0;
    return [found, count];
  });
  expect(seen).toEqual([
    ["a", 3],
    ["c", 3],
    [undefined, 3],
  ]);
});

describe("a seed reads nothing outside its folder:", () => {
  const root = mkdtempSync(join(tmpdir(), "sevenbridges-seed-"));
  const folder = join(root, "seed");
  beforeAll(() => {
    mkdirSync(join(folder, "apps"), { recursive: true });
    const app = JSON.stringify(echo);
    writeFileSync(join(root, "secret.json"), app);
    writeFileSync(join(folder, "apps/fine.json"), app);
    symlinkSync(join(root, "secret.json"), join(folder, "link.json"));
    symlinkSync(root, join(folder, "up"));
    symlinkSync(join(folder, "apps"), join(folder, "within"));
  });
  afterAll(() => rmSync(root, { recursive: true }));

  const started = async (text: string) => {
    writeFileSync(join(folder, "seed.yaml"), text);
    await withEmulator({ seed: join(folder, "seed.yaml") }, async () => undefined);
  };
  const withApp = (cwl: string) =>
    started(
      `users: [{ username: a, token: t }]\nprojects: [{ id: a/p }]\napps: [{ id: a/p/x, cwl: ${JSON.stringify(cwl)} }]\n`,
    );

  test.each(["apps/fine.json", "./apps/../apps/fine.json", "within/fine.json"])(
    "%s is in it",
    async (cwl) => {
      await expect(withApp(cwl)).resolves.toBeUndefined();
    },
  );

  test.each([
    "../secret.json",
    "apps/../../secret.json",
    join(root, "secret.json"),
    "link.json",
    "up/secret.json",
    "/etc/hostname",
  ])("%s is refused, because it is outside", async (cwl) => {
    await expect(withApp(cwl)).rejects.toThrow(
      new Error(`apps[0].cwl: ${cwl} is outside the seed's folder.`),
    );
  });

  test("one that comes over a control route reads no file at all", async () => {
    await withEmulator({}, async ({ url }) => {
      const answer = await new Client(url, undefined).control("POST", "/seed", {
        apps: [{ id: "ada/lab/x", cwl: "apps/fine.json" }],
      });
      expect(answer).toEqual({
        message: "apps[0].cwl must be a CWL document: there is no folder to find a path in.",
      });
    });
  });

  test("what would grow a millionfold is refused", async () => {
    const bomb = Array.from(
      { length: 9 },
      (_, n) =>
        `x${n}: &x${n} [${Array(10)
          .fill(n === 0 ? "a" : `*x${n - 1}`)
          .join(", ")}]`,
    );
    await expect(started(`${bomb.join("\n")}\n`)).rejects.toThrow(
      /^The seed file .*seed\.yaml is neither YAML nor JSON: /,
    );
  });

  test("a folder is no seed", async () => {
    await expect(startEmulator({ seed: folder })).rejects.toThrow(
      new Error(`The seed file ${folder} can not be read: it is not a file.`),
    );
  });
});
