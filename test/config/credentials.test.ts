import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import * as E from "fp-ts/Either";
import { credentialsFile, profilesIn, readCredentials } from "../../provider/config/credentials";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "credentials-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const written = (text: string): string => {
  const file = join(folder, "credentials");
  writeFileSync(file, text);
  return file;
};

const problem = (reason: string) => E.left({ _tag: "SettingsProblem", reason });

test("the file is that of the platform's own tools", () => {
  expect(credentialsFile()).toBe(join(homedir(), ".sevenbridges", "credentials"));
});

test("all profiles are read, in their order", () => {
  const file = written(`
# as the platform's documentation shows it
[default]
api_endpoint = https://api.sbgenomics.com/v2
auth_token = 0123456789abcdef

[cgc]
api_endpoint=https://cgc-api.sbgenomics.com/v2/
auth_token =
`);
  expect(readCredentials(file)).toStrictEqual(
    E.right([
      { name: "default", endpoint: "https://api.sbgenomics.com/v2", token: "0123456789abcdef" },
      { name: "cgc", endpoint: "https://cgc-api.sbgenomics.com/v2/", token: undefined },
    ]),
  );
});

test("a profile may have dots in its name", () => {
  expect(profilesIn("[jane.doe.cgc]\nauth_token = t\n")).toStrictEqual([
    { name: "jane.doe.cgc", endpoint: undefined, token: "t" },
  ]);
});

test("line ends of Windows and further keys do not matter", () => {
  expect(
    profilesIn("[default]\r\napi_endpoint = https://x/v2\r\nauth_token = t\r\nadvance_access = true\r\n"),
  ).toStrictEqual([{ name: "default", endpoint: "https://x/v2", token: "t" }]);
});

test("a missing file is none", () => {
  expect(readCredentials(join(folder, "credentials"))).toStrictEqual(E.right(undefined));
});

test("a file that cannot be read is a problem, and says what to do", () => {
  const file = join(folder, "credentials");
  mkdirSync(file);
  expect(readCredentials(file)).toStrictEqual(
    problem(
      `the credentials file ${file} cannot be read (EISDIR): make it a file that you can read, or remove it`,
    ),
  );
});

test.each([
  ["empty", ""],
  ["without a section", "auth_token = 0123456789abcdef\n"],
])("a file that is %s is a problem, and says what is missing", (_, text) => {
  const file = written(text);
  expect(readCredentials(file)).toStrictEqual(
    problem(
      `the credentials file ${file} has no profile: it needs a section like [default] with api_endpoint and auth_token`,
    ),
  );
});
