import * as E from "fp-ts/Either";
import { didYouMean } from "./alike";
import { listed, nearest } from "./words";

/** Why there is no connection, as one sentence that says what to do. It never holds a token. */
export interface SettingsProblem {
  readonly _tag: "SettingsProblem";
  readonly reason: string;
}

/**
 * The platforms by their usual short names: API digest, section 1.1. `web` is where people log in, as the platforms'
 * own documentation links it; it only makes a task's `url`.
 */
export const platforms = {
  cgc: { api: "https://cgc-api.sbgenomics.com/v2", web: "https://cgc.sbgenomics.com" },
  "aws-us": { api: "https://api.sbgenomics.com/v2", web: "https://igor.sbgenomics.com" },
  "aws-eu": { api: "https://eu-api.sbgenomics.com/v2", web: "https://eu.sbgenomics.com" },
  cavatica: { api: "https://cavatica-api.sbgenomics.com/v2", web: "https://cavatica.sbgenomics.com" },
  bdc: {
    api: "https://api.sb.biodatacatalyst.nhlbi.nih.gov/v2",
    web: "https://platform.sb.biodatacatalyst.nhlbi.nih.gov",
  },
  "ali-cn": { api: "https://api.sevenbridges.cn/v2", web: "https://platform.sevenbridges.cn" },
} as const;

export const problem = (reason: string): E.Either<SettingsProblem, never> =>
  E.left({ _tag: "SettingsProblem", reason });

export const sameEndpoint = (a: string, b: string): boolean =>
  a.replace(/\/+$/, "") === b.replace(/\/+$/, "");

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "[::1]" || /^127(\.\d+){3}$/.test(host);

/** The form in which endpoints are stored and compared. Both forms of the trailing slash are in use (API digest, 1.3). */
export const normalised = (endpoint: string, source: string): E.Either<SettingsProblem, string> => {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:"))
    return problem(`${source} must be a URL like ${platforms.cgc.api}`);
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "")
    return problem(
      `${source} must be a plain URL like ${platforms.cgc.api}, without user, query or fragment`,
    );
  if (url.protocol === "http:" && !isLoopback(url.hostname))
    return problem(
      `${source} is plain http, which would show your token to the network: use https (http is for loopback addresses only, such as the emulator's)`,
    );
  return E.right(`${url.origin}${url.pathname.replace(/\/+$/, "")}`);
};

export const isPlatform = (name: string): name is keyof typeof platforms => Object.hasOwn(platforms, name);

/** The second half of a sentence for a name that is none of a platform's. */
export const unknownPlatform = (name: string, setting = "endpoint"): string => {
  const known = Object.keys(platforms);
  const meant = nearest(name, known);
  return `is not a known platform${meant === undefined ? "" : ` (${didYouMean(name, meant)})`}: known are ${listed(known)}; for another one set ${setting}`;
};

export const endpointOfPlatform = (name: string): E.Either<SettingsProblem, string> =>
  isPlatform(name)
    ? E.right(platforms[name].api)
    : problem(`sevenbridges:platform ${unknownPlatform(name, "sevenbridges:endpoint")}`);
