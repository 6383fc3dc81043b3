/** Which proxy a call goes through, by the environment. */

type Environment = Readonly<Record<string, string | undefined>>;

/** A variable of the environment: the names in lower case come first, as with curl. */
export interface Variable {
  readonly name: string;
  readonly value: string;
}

const variableIn = (env: Environment, names: readonly string[]): Variable | undefined =>
  names
    .flatMap((name) => [name.toLowerCase(), name.toUpperCase()])
    .map((name) => ({ name, value: env[name]?.trim() ?? "" }))
    .find(({ value }) => value !== "");

const withoutBrackets = (host: string): string => host.replace(/^\[|\]$/g, "");

/** `example.org`, `.example.org`, `*.example.org`, `example.org:443`, `::1`, `[::1]:443`, `*`. */
const isExempt =
  (host: string, port: string) =>
  (entry: string): boolean => {
    const [, name = entry, its = port] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
    const domain = withoutBrackets(name).replace(/^\*?\.?/, "");
    return (
      its === port && (name === "*" || (domain !== "" && (host === domain || host.endsWith(`.${domain}`))))
    );
  };

/** The variable that names the proxy for an `https:` address, unless `NO_PROXY` names the address. */
export const proxyFor = ({ hostname, port }: URL, env: Environment): Variable | undefined => {
  const exempt = variableIn(env, ["npm_config_no_proxy", "no_proxy"])
    ?.value.toLowerCase()
    .split(/[,\s]+/);
  return exempt?.some(isExempt(withoutBrackets(hostname), port || "443"))
    ? undefined
    : variableIn(env, ["npm_config_https_proxy", "https_proxy", "npm_config_proxy", "all_proxy"]);
};

/** A proxy's address. Without a scheme it is one for plain http, as with curl. */
export const proxyAddress = (value: string): URL | undefined => {
  const url = URL.parse(value.includes("://") ? value : `http://${value}`);
  return url !== null && ["http:", "https:"].includes(url.protocol) && url.pathname === "/" ? url : undefined;
};

/** A part of an address may be encoded, or not: a lone `%` is itself. */
const decodePart = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** The header that carries the user and the password, where an address has them. */
export const authorization = ({ username, password }: URL): Readonly<Record<string, string>> =>
  username === "" && password === ""
    ? {}
    : {
        "Proxy-Authorization": `Basic ${Buffer.from(`${decodePart(username)}:${decodePart(password)}`).toString("base64")}`,
      };
