/* Every wrong setting with the sentence that its user gets: for real runs, and for every Node that the package works on. */

export interface Settings {
  /** The stack's configuration beside the secret token, by `fullKey`; `endpoint` is the emulator's unless another is given. */
  readonly config?: Readonly<Record<string, string>>;
  readonly without?: readonly ("token" | "endpoint")[];
  readonly env?: Readonly<Record<string, string>>;
  /** The text of `~/.sevenbridges/credentials`. */
  readonly file?: string;
}

/** A key with its namespace: ours, unless it has one. */
export const fullKey = (key: string): string => (key.includes(":") ? key : `sevenbridges:${key}`);

const like = "must be a URL like https://cgc-api.sbgenomics.com/v2";
const threeWays =
  "give one in one of three ways: `pulumi config set --secret sevenbridges:token`, the environment variable SB_AUTH_TOKEN, or auth_token in ~/.sevenbridges/credentials";
const http =
  "is plain http, which would show your token to the network: use https (http is for loopback addresses only, such as the emulator's)";
const known =
  "known are cgc, aws-us, aws-eu, cavatica, bdc and ali-cn; for another one set sevenbridges:endpoint";
const lab = "[lab]\napi_endpoint = <endpoint>\nauth_token = t0k3n\n";

/** `at once`: the program ends there. `resources only`: a lookup has no use for it, and works. */
export type WrongSetting = [
  name: string,
  settings: Settings,
  sentence: string,
  ends?: "at once" | "resources only",
];

export const wrongSettings: readonly WrongSetting[] = [
  [
    "no token",
    { without: ["token"] },
    `there is no token for the Seven Bridges API at <endpoint>: ${threeWays}`,
  ],
  [
    "a token for another endpoint only",
    {
      without: ["token"],
      file: "[default]\napi_endpoint = https://api.example.org/v2\nauth_token = t0k3n\n",
    },
    `there is no token for the Seven Bridges API at <endpoint>: ${threeWays}`,
  ],
  [
    "a token in clear in the stack's file",
    { without: ["token"], config: { token: "t0k3n" } },
    "sevenbridges:token is not marked as a secret, and would be stored in plain text in the stack's file: set it again with `pulumi config set --secret sevenbridges:token`",
    "at once",
  ],
  [
    "a token with a blank",
    { without: ["token"], env: { SB_AUTH_TOKEN: "t0k3n and more", SB_API_ENDPOINT: "" } },
    "the token in the environment holds a blank, or a character that tokens do not have: copy it again",
  ],
  [
    "no platform",
    { without: ["endpoint"] },
    "there is a token in the stack's configuration, but nothing says for which platform: run `pulumi config set sevenbridges:platform cgc` (or aws-us, aws-eu, cavatica, bdc, ali-cn), or sevenbridges:endpoint; SB_API_ENDPOINT is not for this token",
  ],
  [
    "a misspelt platform",
    { without: ["endpoint"], config: { platform: "cgcc" } },
    `sevenbridges:platform is not a known platform (did you mean cgc?): ${known}`,
  ],
  [
    "a platform and an endpoint",
    { config: { platform: "cgc" } },
    "sevenbridges:platform and sevenbridges:endpoint are both set: keep one of them (`pulumi config rm …`)",
  ],
  [
    "an endpoint that is no URL",
    { config: { endpoint: "api.example.org" } },
    `the endpoint in the stack's configuration ${like}`,
  ],
  [
    "an endpoint without /v2",
    { config: { endpoint: "https://cgc-api.sbgenomics.com" } },
    "the endpoint in the stack's configuration lacks the /v2 at its end: set it to https://cgc-api.sbgenomics.com/v2",
  ],
  [
    "the web address in place of the API's",
    { config: { endpoint: "https://cgc.sbgenomics.com" } },
    "the endpoint in the stack's configuration is the address of the web pages: that of the API is https://cgc-api.sbgenomics.com/v2",
  ],
  [
    "a platform by the name of a program that uses it",
    { without: ["endpoint"], config: { platform: "kids first" } },
    `sevenbridges:platform is not a known platform (did you mean cavatica?): ${known}`,
  ],
  [
    "an endpoint with a token in it",
    { config: { endpoint: "https://me:t0k3n@api.example.org/v2" } },
    "the endpoint in the stack's configuration must be a plain URL like https://cgc-api.sbgenomics.com/v2, without user, query or fragment",
  ],
  [
    "plain http",
    { config: { endpoint: "http://api.example.org/v2" } },
    `the endpoint in the stack's configuration ${http}`,
  ],
  [
    "a platform in place of connections",
    { config: { connections: "cgc" } },
    'sevenbridges:connections must be an object of connections by name (like { "eu": { "platform": "aws-eu" } }), not a string',
    "resources only",
  ],
  [
    "connections that nothing uses, with two mistakes",
    { config: { connections: '{ "eu": { "platfrom": "aws-eu" }, "us": {} }' } },
    "sevenbridges:connections.eu.platfrom is not known: did you mean platform?; sevenbridges:connections.us has no platform, endpoint or profile: set one (like platform: cgc)",
    "resources only",
  ],
  [
    "a connection's token in clear in the stack's file",
    { config: { connections: '{ "eu": { "platform": "aws-eu", "token": "t0k3n" } }' } },
    "sevenbridges:connections.eu.token is not marked as a secret, and would be stored in plain text in the stack's file: set it again with `pulumi config set --secret --path 'sevenbridges:connections.eu.token'`",
    "at once",
  ],
  [
    "an owner line that is no salt",
    { config: { ownerLine: "my stack" } },
    "sevenbridges:ownerLine must be true, false or a salt of at most 64 letters, digits, dots, dashes and underscores",
    "resources only",
  ],
  [
    "an owner line that looks like a switch",
    { config: { ownerLine: "Off" } },
    "sevenbridges:ownerLine must be true, false or a salt of at most 64 letters, digits, dots, dashes and underscores: did you mean false?",
    "resources only",
  ],
  [
    "a misspelt key, which leaves finished work unprotected",
    { config: { replaceFinsihed: "refuse" } },
    "sevenbridges:replaceFinsihed is not known: did you mean replaceFinished? (`pulumi config rm` takes a key out)",
    "at once",
  ],
  [
    "a known key in the namespace of the project, where it protects nothing",
    { config: { "lab:replaceFinished": "refuse" } },
    "lab:replaceFinished has no effect: did you mean sevenbridges:replaceFinished? (`pulumi config rm` takes a key out)",
    "at once",
  ],
  [
    "a look back that is no number of days",
    { config: { lookBackDays: "a week" } },
    "sevenbridges:lookBackDays must be a whole number of days from 1 to 3650",
    "resources only",
  ],
  [
    "a misspelt word for checks",
    { config: { checks: "ofline" } },
    "sevenbridges:checks must be full, apps or offline: did you mean offline?",
    "resources only",
  ],
  [
    "another word for checks",
    { config: { checks: "true" } },
    "sevenbridges:checks must be full, apps or offline",
    "resources only",
  ],
  [
    "a profile without a file",
    { config: { profile: "lab" } },
    "sevenbridges:profile is set, but there is no credentials file with profiles (~/.sevenbridges/credentials)",
  ],
  [
    "an unknown profile",
    { config: { profile: "lba" }, file: lab },
    "sevenbridges:profile names no profile of the credentials file, which has lab",
  ],
  [
    "a profile for another endpoint",
    { config: { profile: "lab", endpoint: "https://api.example.org/v2" }, file: lab },
    "profile lab of the credentials file is for another endpoint than sevenbridges:endpoint: keep one of them",
  ],
  [
    "a credentials file that is empty",
    { without: ["token"], file: "" },
    "the credentials file <home>/.sevenbridges/credentials has no profile: it needs a section like [default] with api_endpoint and auth_token",
  ],
];
