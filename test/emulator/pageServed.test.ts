import { emulated, pick } from "./client";
import { alone, originOf, readPage } from "./pageText";
import { ada, bob, files } from "./seed";

const emulator = emulated({ taskSeconds: 1000 });

describe("what is not there", () => {
  const nobody = "00000000-0000-4000-8000-000000000000";
  test.each(["/nothing", `/tasks/${nobody}`, "/projects/ada/none", "/files/none", "/index.html?a=b"])(
    "%s is a page that says so to a browser",
    async (path) => {
      const page = await readPage(emulator.client, path, { Accept: "text/html,application/xhtml+xml" });
      expect([page.status, page.headings]).toEqual([404, ["There is nothing here"]]);
    },
  );

  test("is answered with JSON to what is no browser, and in the API and the control routes to everybody", async () => {
    const seen = [];
    for (const path of ["/nothing", "/v2/nothing", "/v2", "/_emulator/nothing"]) {
      const accept = path === "/nothing" ? "*/*" : "text/html";
      const { headers, status } = await readPage(emulator.client, path, { Accept: accept });
      seen.push([path, headers.get("content-type")?.split(";")[0], status === 200]);
    }
    const json = "application/json";
    expect(seen).toEqual([
      ["/nothing", json, false],
      ["/v2/nothing", json, false],
      ["/v2", json, true],
      ["/_emulator/nothing", json, false],
    ]);
  });
});

describe("for the machine", () => {
  test("the page needs no token, shows none, counts for no limit and is in no journal", () =>
    alone(
      async (client) => {
        const id = await client.task({}, "?action=run");
        await client.control("DELETE", "/journal");
        const paths = ["/", "/projects/ada/lab", `/tasks/${id}`, `/files/${files.r1}`, "/nothing"];
        for (const path of paths) {
          const { markup } = await readPage(client, path);
          expect(markup).not.toMatch(ada);
          expect(markup).not.toMatch(bob);
        }
        expect(await client.control("GET", "/journal")).toEqual([]);
        expect(pick((await client.get("/rate_limit")).body, "rate.remaining")).toBe(2);
      },
      { rateLimit: 3 },
    ));

  test("an unchanged page is 304, a changed one is not, and the script gets the main part only", async () => {
    const { client } = emulator;
    const id = await client.task({ name: "before" });
    const first = await readPage(client, `/tasks/${id}`);
    const tag = first.headers.get("etag") ?? "";
    expect(first.markup).toMatch(`data-version=${tag}`);
    const again = { Accept: "text/html", "If-None-Match": tag, "X-Part": "main" };
    expect((await readPage(client, `/tasks/${id}`, again)).status).toBe(304);
    await client.patch(`/tasks/${id}`, { name: "after" });
    const next = await readPage(client, `/tasks/${id}`, again);
    expect([next.status, next.headings[0]]).toEqual([200, "after"]);
    expect(next.markup).toMatch(
      /^<!doctype html><title>DRAFT · after · Seven Bridges emulator<\/title><main /,
    );
    expect(next.markup).not.toMatch(/<(style|script)/);
  });

  test("its headers allow nothing but what it brings itself, with a nonce that is new each time", async () => {
    const load = async () => {
      const { headers, markup } = await readPage(emulator.client, "/");
      const [, nonce = ""] = /<script nonce="([^"]+)">/.exec(markup) ?? [];
      expect(nonce).toHaveLength(22);
      expect(headers.get("content-security-policy")).toBe(
        `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; ` +
          "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
      return nonce;
    };
    expect(await load()).not.toBe(await load());
  });

  test("it changes nothing: other methods are no routes", async () => {
    const { client } = emulator;
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      const response = await fetch(originOf(client), { method, headers: { Accept: "text/html" } });
      expect([response.status, pick(await response.json(), "code")]).toEqual([501, 90004]);
    }
  });
});
