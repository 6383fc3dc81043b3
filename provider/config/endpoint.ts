import * as E from "fp-ts/Either";
import { didYouMean } from "../shared/alike";
import { isLoopback, isPlatform, type Platform, platforms } from "../shared/platforms";
import { type SettingsProblem, settingsProblem } from "../shared/settingsProblem";
import { joinWithAnd, nearest, plainSpelling } from "../shared/text";

/** What people call the platforms, in small letters and digits. Seven Bridges, today Velsera, has one in the US and one in the EU. */
const otherNames: Readonly<Record<Platform, readonly string[]>> = {
  cgc: ["cancergenomicscloud", "nci"],
  "aws-us": ["sbg", "sb", "sbp", "sevenbridges", "velsera", "us", "sbgus", "sevenbridgesus", "velseraus"],
  "aws-eu": ["sbg", "sb", "sbp", "sevenbridges", "velsera", "eu", "sbgeu", "sevenbridgeseu", "velseraeu"],
  cavatica: ["kidsfirst", "kf", "chop"],
  bdc: ["biodatacatalyst", "bdcatalyst", "nhlbi", "f4c"],
  "ali-cn": ["china", "cn", "ali", "sevenbridgescn"],
};

/** Web addresses beside `web`, with all below them: API digest, 0. */
const otherPages: Readonly<Partial<Record<Platform, string>>> = {
  cgc: "cancergenomicscloud.org",
  cavatica: "cavatica.org",
};

type Known = { readonly platform: Platform } & (typeof platforms)[Platform];

const all: readonly Known[] = Object.entries(platforms).flatMap(([name, urls]) =>
  isPlatform(name) ? [{ platform: name, ...urls }] : [],
);

const hostIn = (url: string): string => new URL(url).hostname;

/** The platform whose API a host serves. */
const apiOf = (host: string): Known | undefined => all.find(({ api }) => hostIn(api) === host.toLowerCase());

/** The platform whose web pages a host serves. */
const webOf = (host: string): Known | undefined =>
  all.find(({ web, platform }) => {
    const pages = otherPages[platform];
    const name = host.toLowerCase();
    return hostIn(web) === name || (pages !== undefined && (name === pages || name.endsWith(`.${pages}`)));
  });

/** The platforms that people call so. */
const platformsNamed = (name: string): readonly Platform[] => {
  const plain = plainSpelling(name);
  return all
    .map(({ platform }) => platform)
    .filter((one) => one.replace("-", "") === plain || otherNames[one].includes(plain));
};

/** A path that is none of the API's. An address that is not known here may be that of a gateway, with any path. */
const wrongPath = ({ origin, hostname, pathname }: URL): string | undefined => {
  const path = pathname.replace(/\/+$/, "");
  const meant = apiOf(hostname)?.api;
  if (meant !== undefined && path !== "/v2")
    return path === ""
      ? `lacks the /v2 at its end: set it to ${meant}`
      : `has another path than the API, which is at ${meant}`;
  return isLoopback(hostname) && path === ""
    ? `lacks the /v2 at its end, as the emulator prints it: set it to ${origin}/v2`
    : undefined;
};

/** What is wrong with an endpoint that is no URL: a platform's name, or an address without its beginning. */
const noUrl = (endpoint: string): string => {
  const [platform] = platformsNamed(endpoint);
  if (platform !== undefined && !endpoint.includes("."))
    return `is the name of a platform, not a URL: the URL of ${platform} is ${platforms[platform].api}`;
  const [host = ""] = endpoint.split("/");
  const known = apiOf(host) ?? webOf(host);
  return known === undefined
    ? `must be a URL like ${platforms.cgc.api}`
    : `must be a URL, with https:// at its beginning: set it to ${known.api}`;
};

const wrongEndpoint = (endpoint: string): string | undefined => {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) return noUrl(endpoint);
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "")
    return `must be a plain URL like ${platforms.cgc.api}, without user, query or fragment`;
  const web = webOf(url.hostname);
  if (web !== undefined) return `is the address of the web pages: that of the API is ${web.api}`;
  if (url.protocol === "http:" && !isLoopback(url.hostname))
    return "is plain http, which would show your token to the network: use https (http is for loopback addresses only, such as the emulator's)";
  return wrongPath(url);
};

/** The form in which endpoints are stored and compared. Both forms of the trailing slash are in use (API digest, 1.3). */
export const normalizeEndpoint = (endpoint: string, source: string): E.Either<SettingsProblem, string> => {
  const wrong = wrongEndpoint(endpoint);
  if (wrong !== undefined) return settingsProblem(`${source} ${wrong}`);
  const { origin, pathname } = new URL(endpoint);
  return E.right(`${origin}${pathname.replace(/\/+$/, "")}`);
};

/** The second half of a sentence for a name that is none of a platform's. */
export const unknownPlatform = (name: string, setting = "endpoint"): string => {
  const address = name.replace(/^\w+:\/\//, "");
  const [host = ""] = address.split("/");
  const found = apiOf(host) ?? webOf(host);
  if (found !== undefined) return `is an address, not a name: set it to ${found.platform}`;
  if (address !== name) return `is an address, not a name: set ${setting} to it, and take platform out`;
  const known = Object.keys(platforms);
  const called = platformsNamed(name);
  const near = nearest(name, known);
  const meant =
    called.length > 0
      ? ` (did you mean ${called.join(" or ")}?)`
      : near === undefined
        ? ""
        : ` (${didYouMean(name, near)})`;
  return `is not a known platform${meant}: known are ${joinWithAnd(known)}; for another one set ${setting}`;
};

/** `prefix`: what the names of the settings begin with, `sevenbridges:` for one. */
export const endpointOfPlatform = (name: string, prefix: string): E.Either<SettingsProblem, string> =>
  isPlatform(name)
    ? E.right(platforms[name].api)
    : settingsProblem(`${prefix}platform ${unknownPlatform(name, `${prefix}endpoint`)}`);
