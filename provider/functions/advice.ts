/**
 * What is no path of a file inside a project, but something else: each with what to write in its place. Pure. A file may
 * be called nearly anything, so most of it is said only where nothing is there under that name.
 */

const aPath = "must be a path inside the project (like reads/batch1/a.fastq), not";

/** What no path begins with, as the second half of a sentence; `undefined` where it may be one. */
export const addressAdvice = (text: string): string | undefined => {
  const [, scheme = ""] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text) ?? [];
  switch (scheme.toLowerCase()) {
    case "":
      return undefined;
    case "http":
    case "https":
      return /[0-9a-f]{24}/i.test(text)
        ? `${aPath} the address of its page: sb.file(id) takes the id, the 24 characters in the address`
        : `${aPath} an address of the web`;
    case "sbg":
      return `${aPath} an address that begins with sbg://: leave out sbg:// and the project`;
    case "volumes":
    case "volume":
    case "s3":
    case "gs":
    case "az":
      return `${aPath} a place on a volume: import the file into the project on the platform, then give its path there`;
    default:
      return `${aPath} an address that begins with ${scheme}://`;
  }
};

const isId = (name: string): boolean => /^[0-9a-f]{24}$/i.test(name);

/** `*`, `?`, `{a,b}`, `[12]`: signs of a glob, of which a name may hold single ones. */
const isPattern = (name: string): boolean => /[*?]|\{[^{}]*,[^{}]*\}|\[[^[\]]{2,}\]/.test(name);

/** A path that holds the project, or another one of the same owner. */
const aboutProject = (project: string, path: readonly string[]): string | undefined => {
  const [owner, name] = path;
  if (path.length < 2 || owner !== project.split("/")[0]) return undefined;
  return `${owner}/${name}` === project
    ? `paths begin inside the project: leave out ${project}/`
    : `paths begin inside the project: if ${owner}/${name} is one, give it as project, and leave it out here`;
};

const aboutSteps = (path: readonly string[]): string | undefined => {
  if (path.some((name) => name === "." || name === ".."))
    return "paths have no . and .. in them: write the path from the project's root";
  return path.some((name) => name.includes("\\")) ? "folders are separated by /, not by \\" : undefined;
};

/** What to do where there is no such file. */
export const fileAdvice = (project: string, path: readonly string[]): string | undefined => {
  const name = path.at(-1) ?? "";
  if (path.length === 1 && isId(name)) return `that has the form of an id: sb.file("${name}") takes one`;
  if (path.some(isPattern)) {
    const folder = path.slice(0, -1).join("/");
    const where = folder === "" || isPattern(folder) ? "" : `folder: "${folder}", `;
    return `it is taken as it is written: for a pattern there is getFiles({ project, ${where}match: "${name}" })`;
  }
  return aboutProject(project, path) ?? aboutSteps(path);
};

/** The same for a folder. */
export const folderAdvice = (project: string, path: readonly string[]): string | undefined =>
  path.some(isPattern)
    ? "it is taken as it is written: match is the pattern for names, and recursive: true looks in all folders below"
    : (aboutProject(project, path) ?? aboutSteps(path));
