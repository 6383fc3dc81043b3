import * as E from "fp-ts/Either";
import { type Profile, readConnection } from "../../provider/config/settings";
import { platforms } from "../../provider/shared/platforms";

type Texts = Readonly<Record<string, string>>;
const cgc = platforms.cgc.api;

const problem = (config: Texts, env: Texts = {}, profiles?: readonly Profile[]): string => {
  const found = readConnection({
    config: (key) => config[key.replace("sevenbridges:", "")],
    env,
    credentials: () => E.right(profiles),
  });
  return E.isLeft(found) ? found.left.reason : "no problem";
};

const known =
  "known are cgc, aws-us, aws-eu, cavatica, bdc and ali-cn; for another one set sevenbridges:endpoint";
const threeWays =
  "give one in one of three ways: `pulumi config set --secret sevenbridges:token`, the environment variable SB_AUTH_TOKEN, or auth_token in ~/.sevenbridges/credentials";
const us: Profile = { name: "us", endpoint: platforms["aws-us"].api, token: "t" };

test.each<[string, string, string]>([
  ["nothing at all is set", problem({}), `there is no token for the Seven Bridges API: ${threeWays}`],
  [
    "only the platform is set",
    problem({ platform: "cgc" }),
    `there is no token for the Seven Bridges API at ${cgc}: ${threeWays}`,
  ],
  [
    "only a token is set",
    problem({}, { SB_AUTH_TOKEN: "t" }),
    "there is a token in the environment, but nothing says for which platform: run `pulumi config set sevenbridges:platform cgc` (or aws-us, aws-eu, cavatica, bdc, ali-cn), or set SB_API_ENDPOINT",
  ],
  [
    "only a token is set, in the stack's configuration, beside an endpoint in the environment",
    problem({ token: "t" }, { SB_API_ENDPOINT: cgc }),
    "there is a token in the stack's configuration, but nothing says for which platform: run `pulumi config set sevenbridges:platform cgc` (or aws-us, aws-eu, cavatica, bdc, ali-cn), or sevenbridges:endpoint; SB_API_ENDPOINT is not for this token",
  ],
  [
    "only a token is set, in the credentials file",
    problem({}, {}, [{ name: "default", endpoint: undefined, token: "t" }]),
    "there is a token in the credentials file, but nothing says for which platform: write api_endpoint beside it",
  ],
  [
    "a profile's token is beside another one",
    problem({ token: "t", profile: "us" }, {}, [us]),
    "sevenbridges:token and profile us of the credentials file both give a token, and only the profile says for which platform: take sevenbridges:token out, or set sevenbridges:platform for it",
  ],
  [
    "a platform is misspelt",
    problem({ platform: "cavatca", token: "t" }),
    `sevenbridges:platform is not a known platform (did you mean cavatica?): ${known}`,
  ],
  [
    "a platform is in capitals",
    problem({ platform: "CGC", token: "t" }),
    `sevenbridges:platform is not a known platform (did you mean cgc?): ${known}`,
  ],
  [
    "a platform is like none",
    problem({ platform: "terra.bio", token: "t" }),
    `sevenbridges:platform is not a known platform: ${known}`,
  ],
  ...(
    [
      ["Kids First", "cavatica"],
      ["kidsfirst", "cavatica"],
      ["BioData Catalyst", "bdc"],
      ["biodata catalyst", "bdc"],
      ["f4c", "bdc"],
      ["Cancer Genomics Cloud", "cgc"],
      ["sbg", "aws-us or aws-eu"],
      ["sevenbridges", "aws-us or aws-eu"],
      ["Velsera", "aws-us or aws-eu"],
      ["seven bridges eu", "aws-eu"],
      ["AWS_US", "aws-us"],
      ["china", "ali-cn"],
    ] as const
  ).map(([name, meant]): [string, string, string] => [
    `a platform is called ${name}`,
    problem({ platform: name, token: "t" }),
    `sevenbridges:platform is not a known platform (did you mean ${meant}?): ${known}`,
  ]),
  ...["https://cgc-api.sbgenomics.com/v2", "https://cgc.sbgenomics.com", "cgc.sbgenomics.com/u/ada"].map(
    (address): [string, string, string] => [
      `${address} means its platform`,
      problem({ platform: address, token: "t" }),
      "sevenbridges:platform is an address, not a name: set it to cgc",
    ],
  ),
  [
    "another address is given as a platform",
    problem({ platform: "https://api.example.org/v2", token: "t" }),
    "sevenbridges:platform is an address, not a name: set sevenbridges:endpoint to it, and take platform out",
  ],
  ...(
    [
      ["https://cgc.sbgenomics.com", `is the address of the web pages: that of the API is ${cgc}`],
      ["https://www.cancergenomicscloud.org/x", `is the address of the web pages: that of the API is ${cgc}`],
      [
        "http://cavatica.sbgenomics.com/",
        `is the address of the web pages: that of the API is ${platforms.cavatica.api}`,
      ],
      ["https://cgc-api.sbgenomics.com", `lacks the /v2 at its end: set it to ${cgc}`],
      ["https://eu-api.sbgenomics.com/", `lacks the /v2 at its end: set it to ${platforms["aws-eu"].api}`],
      ["https://cgc-api.sbgenomics.com/v2/tasks", `has another path than the API, which is at ${cgc}`],
      ["https://CGC-API.sbgenomics.com/v1", `has another path than the API, which is at ${cgc}`],
      ["cgc-api.sbgenomics.com/v2", `must be a URL, with https:// at its beginning: set it to ${cgc}`],
      ["cgc.sbgenomics.com", `must be a URL, with https:// at its beginning: set it to ${cgc}`],
      ["api.example.org/v2", `must be a URL like ${cgc}`],
      ["cgc", `is the name of a platform, not a URL: the URL of cgc is ${cgc}`],
      [
        "kids first",
        `is the name of a platform, not a URL: the URL of cavatica is ${platforms.cavatica.api}`,
      ],
      [
        "http://127.0.0.1:43117",
        "lacks the /v2 at its end, as the emulator prints it: set it to http://127.0.0.1:43117/v2",
      ],
    ] as const
  ).flatMap(([endpoint, advice]): [string, string, string][] => [
    [
      `the endpoint is ${endpoint}`,
      problem({ endpoint, token: "t" }),
      `the endpoint in the stack's configuration ${advice}`,
    ],
    [
      `the environment's endpoint is ${endpoint}`,
      problem({}, { SB_API_ENDPOINT: endpoint, SB_AUTH_TOKEN: "t" }),
      `the endpoint in the environment ${advice}`,
    ],
  ]),
  [
    "an endpoint that is not known here has another path",
    problem({ endpoint: "https://gateway.example.org/sb", token: "t" }),
    "no problem",
  ],
  [
    "a platform is called like a method",
    problem({ platform: "constructor", token: "t" }),
    `sevenbridges:platform is not a known platform: ${known}`,
  ],
  [
    "both platform and endpoint are set",
    problem({ platform: "cgc", endpoint: cgc, token: "t" }),
    "sevenbridges:platform and sevenbridges:endpoint are both set: keep one of them (`pulumi config rm …`)",
  ],
  [
    "a profile is set, but there is no file",
    problem({ profile: "us" }),
    "sevenbridges:profile is set, but there is no credentials file with profiles (~/.sevenbridges/credentials)",
  ],
  [
    "a profile is not in the file",
    problem({ profile: "eu" }, {}, [us, { ...us, name: "default" }]),
    "sevenbridges:profile names no profile of the credentials file, which has us and default",
  ],
  [
    "a profile is for another platform",
    problem({ profile: "us", platform: "cgc" }, {}, [us]),
    "profile us of the credentials file is for another endpoint than sevenbridges:platform: keep one of them",
  ],
  [
    "a profile is for another endpoint",
    problem({ profile: "us", endpoint: cgc }, {}, [us]),
    "profile us of the credentials file is for another endpoint than sevenbridges:endpoint: keep one of them",
  ],
  [
    "a token was copied with a blank",
    problem({ platform: "cgc" }, { SB_AUTH_TOKEN: "two words" }),
    "the token in the environment holds a blank, or a character that tokens do not have: copy it again",
  ],
  [
    "a token was copied with another alphabet",
    problem({ platform: "cgc", token: "tоken" }),
    "the token in the stack's configuration holds a blank, or a character that tokens do not have: copy it again",
  ],
])("a person reads what to do where %s", (_, said, expected) => {
  expect(said).toBe(expected);
});
