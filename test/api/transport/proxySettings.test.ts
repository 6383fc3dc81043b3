import { authorization, proxyAddress, proxyFor } from "../../../provider/api/transport/proxySettings";

const api = (host = "api.example.org") => new URL(`https://${host}/v2/user`);

test.each<[string, Readonly<Record<string, string>>, string | undefined]>([
  ["nothing", {}, undefined],
  ["an empty variable", { HTTPS_PROXY: " " }, undefined],
  ["lower case first", { HTTPS_PROXY: "http://a", https_proxy: "http://b" }, "https_proxy"],
  [
    "npm's own first",
    { HTTPS_PROXY: "http://a", npm_config_https_proxy: "http://b" },
    "npm_config_https_proxy",
  ],
  ["one for all", { ALL_PROXY: "http://a" }, "ALL_PROXY"],
  ["one for plain http only", { HTTP_PROXY: "http://a" }, undefined],
])("%s: the variable is the right one", (_, env, name) => {
  expect(proxyFor(api(), env)?.name).toBe(name);
});

test.each<[string, string, boolean]>([
  ["api.example.org", "example.org", false],
  ["api.example.org", ".example.org", false],
  ["api.example.org", "*.example.org", false],
  ["example.org", ".example.org", false],
  ["myexample.org", "example.org", true],
  ["api.example.org", "API.Example.ORG", false],
  ["api.example.org:8443", "api.example.org:8443", false],
  ["api.example.org:8443", "api.example.org:443", true],
  ["api.example.org", "api.example.org:443", false],
  ["[::1]", "::1", false],
  ["[::1]", "[::1]", false],
  ["[::1]", "[::1]:443", false],
  ["[::1]:8443", "[::1]:443", true],
  ["[fe80::1]", "::1", true],
  ["127.0.0.1", "127.0.0.1", false],
  ["api.example.org", ".", true],
  ["api.example.org", "", true],
])("the API at %s, NO_PROXY=%s: through the proxy is %s", (host, none, isThrough) => {
  expect(proxyFor(api(host), { HTTPS_PROXY: "http://a", NO_PROXY: none }) !== undefined).toBe(isThrough);
});

test.each<[string, string | undefined]>([
  ["http://proxy.example.org:3128", "http://proxy.example.org:3128/"],
  ["https://proxy.example.org", "https://proxy.example.org/"],
  ["proxy.example.org:3128", "http://proxy.example.org:3128/"],
  ["localhost:3128", "http://localhost:3128/"],
  ["http://proxy.example.org:", "http://proxy.example.org/"],
  ["http://[::1]:3128", "http://[::1]:3128/"],
  ["[::1]:3128", "http://[::1]:3128/"],
  ["HTTP://PROXY.example.org", "http://proxy.example.org/"],
  ["socks5://proxy.example.org", undefined],
  ["::1", undefined],
  ["http://proxy.example.org/path", undefined],
])("the address %s", (value, href) => {
  expect(proxyAddress(value)?.href).toBe(href);
});

test.each<[string, string | undefined]>([
  ["http://proxy", undefined],
  ["http://carol@proxy", "carol:"],
  ["http://:pw@proxy", ":pw"],
  ["http://carol:p%40w@proxy", "carol:p@w"],
  ["http://carol:p@w@proxy", "carol:p@w"],
  ["http://carol:100%@proxy", "carol:100%"],
  ["http://carol:a:b@proxy", "carol:a:b"],
  ["http://c%C3%A4rol:%zz@proxy", "c%C3%A4rol:%zz".replace("%C3%A4", "ä")],
])("the user and the password in %s", (value, credentials) => {
  const header = authorization(new URL(value))["Proxy-Authorization"];
  expect(header && Buffer.from(header.replace("Basic ", ""), "base64").toString()).toBe(credentials);
});
