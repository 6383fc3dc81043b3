import { formProblems, releaseProblem, withRelease } from "../../tools/changelog.mts";
import { page } from "../support/docs";

const changelog = (...lines: readonly string[]): string =>
  ["# Changelog", "", "## [Unreleased]", "", ...lines, ""].join("\n");

test("CHANGELOG.md has known headings in their order, and one line for each entry", () => {
  expect(formProblems(page("CHANGELOG.md"))).toStrictEqual([]);
});

test.each<[string, readonly string[], number]>([
  [
    "entries under known headings are fine",
    ["### Added", "", "- A thing.", "", "### Fixed", "", "- A bug."],
    0,
  ],
  ["an entry of two lines is none", ["### Added", "", "- A thing that", "  goes on."], 2],
  ["an entry ends a sentence", ["### Added", "", "- A thing"], 1],
  ["an entry has at most 180 characters", ["### Added", "", `- ${"long ".repeat(40)}.`], 1],
  ["an unknown kind of change is refused", ["### News", "", "- A thing."], 1],
  ["the kinds come in their order", ["### Fixed", "", "- A bug.", "", "### Added", "", "- A thing."], 1],
  ["a kind comes once", ["### Added", "", "- A thing.", "", "### Added", "", "- Another one."], 1],
  ["a version has a day", ["## [0.1.0]"], 1],
])("the form of a changelog: %s", (_, lines, problems) => {
  expect(formProblems(changelog(...lines))).toHaveLength(problems);
});

const one = changelog(
  "### Added",
  "",
  "- A thing.",
  "",
  "## [0.1.0] - 2026-01-31",
  "",
  "### Added",
  "",
  "- All.",
);

test("a release makes what was not released that of the version, and keeps the heading for what comes next", () => {
  expect(withRelease(one, "0.2.0", "2026-02-28")).toBe(
    changelog(
      "## [0.2.0] - 2026-02-28",
      "",
      "### Added",
      "",
      "- A thing.",
      "",
      "## [0.1.0] - 2026-01-31",
      "",
      "### Added",
      "",
      "- All.",
    ),
  );
});

test.each<[string, string, string, string, boolean]>([
  ["a later version is released", one, "0.2.0", "0.1.0", true],
  ["the version of package.json is released, if no section has it", one, "0.2.0", "0.2.0", true],
  ["a version that has a section is not released again", one, "0.1.0", "0.1.0", false],
  ["an earlier version is refused", one, "0.9.9", "0.10.0", false],
  ["what is no version is refused", one, "v0.2", "0.1.0", false],
  [
    "nothing is released where nothing has changed",
    changelog("## [0.1.0] - 2026-01-31"),
    "0.2.0",
    "0.1.0",
    false,
  ],
  ["a changelog without the heading is refused", "# Changelog\n", "0.2.0", "0.1.0", false],
])("%s", (_, text, version, current, isReleased) => {
  expect(releaseProblem(text, version, current) === undefined).toBe(isReleased);
});
