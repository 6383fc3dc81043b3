// CHANGELOG.md and its release: pure functions over its text.

/** The kinds of changes of Keep a Changelog, in the order in which they come. */
export const kinds = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];

const unreleased = "## [Unreleased]";

const versionHeading = /^## \[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}$/;

/** Of an entry, in characters. */
const longest = 180;

const semVer = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

const partsOf = (version: string): readonly number[] => version.split(".").map(Number);

/** Whether a version is the same as another one, or comes after it. */
const isAtLeast = (version: string, other: string): boolean => {
  const [a, b] = [partsOf(version), partsOf(other)];
  const differing = a.findIndex((part, place) => part !== b[place]);
  return differing === -1 || (a[differing] ?? 0) > (b[differing] ?? 0);
};

const hasSection = (text: string, version: string): boolean =>
  text.split("\n").some((line) => line.startsWith(`## [${version}]`));

/** What is listed as not released yet. */
const entriesOf = (text: string): readonly string[] =>
  (text.split(`${unreleased}\n`)[1]?.split("\n## ")[0] ?? "")
    .split("\n")
    .filter((line) => line.startsWith("- "));

/** Why a version cannot be released; `undefined` where it can. */
export const releaseProblem = (text: string, version: string, current: string): string | undefined => {
  if (!semVer.test(version)) return `${version} is not a version: use the form 0.2.0`;
  if (!text.includes(`\n${unreleased}\n`)) return `CHANGELOG.md has no line "${unreleased}"`;
  if (hasSection(text, version)) return `CHANGELOG.md has a section of version ${version} already`;
  if (!isAtLeast(version, current))
    return `${version} is earlier than ${current}, the version of package.json`;
  return entriesOf(text).length === 0 ? "CHANGELOG.md has no unreleased change" : undefined;
};

/** The changelog after the release: what was not released is now that of the version. */
export const withRelease = (text: string, version: string, day: string): string =>
  text.replace(`${unreleased}\n`, `${unreleased}\n\n## [${version}] - ${day}\n`);

/** What breaks the form: unknown headings, kinds out of order, entries that are not one line of a readable length. */
export const formProblems = (text: string): readonly string[] =>
  text
    .split(/^(?=## )/m)
    .slice(1)
    .flatMap((section) => {
      const [heading = "", ...lines] = section.split("\n");
      const titles = lines.filter((line) => line.startsWith("#")).map((line) => line.replace(/^### /, ""));
      const inOrder = kinds.filter((kind) => titles.includes(kind));
      const entries = lines.filter((line) => line !== "" && !line.startsWith("#"));
      return [
        ...(heading === unreleased || versionHeading.test(heading) ? [] : [`unknown heading: ${heading}`]),
        ...(titles.join() === inOrder.join()
          ? []
          : [`the headings of ${heading} are ${titles.join(", ")}, not some of ${kinds.join(", ")}`]),
        ...entries
          .filter((line) => !/^- \S.*[.:]$/.test(line) || line.length > longest)
          .map((line) => `not one line of at most ${longest} characters that starts with "- ": ${line}`),
      ];
    });
