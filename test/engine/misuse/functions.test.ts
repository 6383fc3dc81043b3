import type { Platform } from "../../support/platform";
import { app, genome, project } from "../../support/seed";
import { allOnOneStack, type Stack } from "../../support/stack";
import { expectNoWrites, failing, preview, uuid } from "./said";

/* Every lookup that a program can ask wrongly: each ends the program with one sentence, and here all of them do at once. */

let platform: Platform;
let stack: Stack;
allOnOneStack(
  async (itsPlatform, itsStack) => {
    platform = itsPlatform;
    stack = itsStack;
    await platform.control("POST", "/seed", {
      files: [
        { project, name: "batch1/x.fastq", size: 1 },
        { project, name: "batch2/x.fastq", size: 1 },
      ],
    });
  },
  { taskSeconds: 1 },
);

const aProject = "project must be owner/project (like rfranklin/rnaseq)";
const anApp =
  "id must be owner/project/app or owner/project/app/revision, the revision a whole number (like rfranklin/rnaseq/star-align/4)";
const anOutput =
  "holds an Output that became Pulumi's error text: write pulumi.interpolate before the template string";
const noProject =
  "(404, code 3002: Requested project does not exist): check the project's id, and that it is on this platform";
const noApp =
  "(404, code 6002: Requested app or app revision does not exist): check the app's id and revision, and that it is on this platform";
const notAllowed = "the token's user is not allowed to do this: check the project's members and permissions";

const getFiles = (args: string): string => `getFiles({ project: "${project}", ${args} })`;
const files = `getFiles of ${project}:`;

/** What is asked, and the sentence. */
const wrong: readonly (readonly [asked: string, sentence: string])[] = [
  // The args as a whole
  ["getFiles()", "getFiles: what is given must be an object, not missing"],
  ["getFiles({})", "getFiles: project is required"],
  [`getFiles("${project}")`, "getFiles: what is given must be an object, not a string"],
  ['getFiles({ project: "lab" })', `getFiles: ${aProject}, not a string of another form`],
  [getFiles('name: "a.fastq"'), "getFiles: name is not known: did you mean names?"],
  [
    getFiles('extension: "fastq"'),
    "getFiles: extension is not known; known are project, names, paths, metadata, match, origin, folder, recursive, connection",
  ],

  [
    'getFile({ project: text + "/lab", path: text + ".fastq" })',
    `getFile: project ${anOutput}; path ${anOutput}`,
  ],
  [
    `getFileOutput({ project: "${project}", path: text.apply(() => String(text)) })`,
    `getFile: path ${anOutput}`,
  ],
  ["getApp({ id: String(text) })", `getApp: id ${anOutput}`],
  [
    getFiles("metadata: { [text]: 1, sample_id: String(text) }"),
    `getFiles: metadata has a key that was an Output or an object: use output.apply((key) => ({ [key]: value })); metadata.sample_id ${anOutput}`,
  ],
  [
    `getFile({ project: "${project}", path: text })`,
    "getFile: path is an Output: use getFileOutput, which takes Outputs",
  ],
  [
    "getTask({ id: Promise.resolve(text) })",
    "getTask: id is a promise: await it first, or use getTaskOutput",
  ],

  // Which files
  [getFiles('names: "a_1.fastq"'), "getFiles: names must be a list of names, not a string"],
  [
    getFiles('names: ["reads/a_1.fastq"]'),
    "getFiles: names[0] must be a file's name without a folder (for paths there is paths), not a string of another form",
  ],
  [
    getFiles('names: ["a_1.fastq", "a_1.fastq"]'),
    "getFiles: names must name each file once; a_1.fastq is there twice",
  ],
  [getFiles('paths: "a_1.fastq"'), "getFiles: paths must be a list of paths, not a string"],
  [
    getFiles('paths: ["reads/"]'),
    "getFiles: paths[0] must be the path of a file (like reads/batch1/a.fastq), not a string of another form",
  ],
  [
    getFiles('paths: ["a_1.fastq"], names: ["a_1.fastq"]'),
    "getFiles: paths does not go with names: keep one of names and paths",
  ],
  [
    getFiles('paths: ["a_1.fastq"], recursive: true'),
    "getFiles: recursive does not go with paths, which say where each file is",
  ],
  [
    getFiles('metadata: "a"'),
    'getFiles: metadata must be an object of metadata fields (like { sample_id: "E18127" }), not a string',
  ],
  [getFiles("metadata: {}"), 'getFiles: metadata needs at least one field (like { sample_id: "E18127" })'],
  [
    getFiles("metadata: { sample_id: [] }"),
    "getFiles: metadata.sample_id must be a string or a list of at least one string, not an empty list",
  ],
  [getFiles("match: /fastq$/"), "getFiles: match must be a glob (like *.fastq.gz), not an object"],
  [getFiles('origin: "upload"'), 'getFiles: origin must be "uploaded", "task" or "any", not a string'],
  [getFiles('recursive: "yes"'), "getFiles: recursive must be true or false, not a string"],
  [
    getFiles('folder: ""'),
    "getFiles: folder must be a folder's path (like reads/batch1) or its id, not an empty string",
  ],
  [
    getFiles('match: "", recursive: 1'),
    "getFiles: match must be a glob (like *.fastq.gz), not an empty string; recursive must be true or false, not a number",
  ],

  // What is not there
  [
    getFiles('names: ["a_1.fastq", "a_3.fastq", "z.bam"]'),
    `${files} cannot find 2 of 3 files: a_3.fastq (did you mean a_2.fastq?) and z.bam`,
  ],
  [
    getFiles('names: ["x.fastq"], recursive: true'),
    `${files} there is more than one x.fastq (batch1/x.fastq and batch2/x.fastq): ask for the one that is meant with paths`,
  ],
  [getFiles('names: ["batch1"]'), `${files} cannot find batch1 (is a folder)`],
  [getFiles('names: ["a_1.fastq"], match: "*.bam"'), `${files} cannot find a_1.fastq (does not match *.bam)`],
  [getFiles('names: ["a_1.fastq"], origin: "task"'), `${files} cannot find a_1.fastq (was made by no task)`],
  [
    getFiles('paths: ["bacth1/x.fastq"]'),
    `${files} cannot find bacth1/x.fastq (there is no folder bacth1: did you mean batch1?)`,
  ],
  [getFiles('paths: ["a_1.fastq/x.fastq"]'), `${files} cannot find a_1.fastq/x.fastq (a_1.fastq is a file)`],
  [getFiles('folder: "bacth1"'), `${files} there is no folder bacth1: did you mean batch1?`],
  [getFiles('folder: "results"'), `${files} there is no folder results: check the path`],
  [getFiles('folder: "a_1.fastq"'), `${files} folder a_1.fastq is a file: give the path of a folder`],
  [
    getFiles(`folder: "${genome}"`),
    `${files} folder ${genome} is a file (genome.fa): give the id of a folder`,
  ],
  [
    getFiles('folder: "5678000000000000000000ff"'),
    `${files} there is no folder 5678000000000000000000ff: check the id and the platform`,
  ],
  [
    'getFiles({ project: "ada/labs" })',
    `getFiles of ada/labs: GET /files at <endpoint> was refused ${noProject}`,
  ],
  [
    'getFiles({ project: "bob/private" })',
    `getFiles of bob/private: GET /files at <endpoint> was refused (403, code 3001: Insufficient privileges to access the requested project): ${notAllowed}`,
  ],
  [
    `getFilesOutput({ project: pulumi.output("${project}"), names: ["a_1.fasta"] })`,
    `${files} cannot find a_1.fasta (did you mean a_1.fastq?)`,
  ],

  [
    getFiles('names: ["x.fastq"]'),
    `${files} cannot find x.fastq (it is in the folders batch1 and batch2: say with folder in which one)`,
  ],
  [
    getFiles('paths: ["batch1/*.fastq"]'),
    `${files} cannot find batch1/*.fastq (it is taken as it is written: for a pattern there is getFiles({ project, folder: "batch1", match: "*.fastq" }))`,
  ],

  // Options
  [
    `getFilesOutput({ project: "${project}" }, { dependsOn: "run" })`,
    "getFilesOutput: dependsOn must be a resource or a list of them, not a string",
  ],
  [
    `getFiles({ project: "${project}" }, { dependsOn: [] })`,
    "getFiles does not support dependsOn: use getFilesOutput",
  ],
  [
    `getFiles({ project: "${project}" }, { parent: "lab" })`,
    "getFiles: the option parent must be a resource, not a string",
  ],
  [
    `getFile({ project: "${project}", path: "a" }, "x")`,
    "getFile: the options must be an object (like { parent }), not a string",
  ],

  // One file
  [
    `getFile({ project: "${project}", path: "${project}/genome.fa" })`,
    `getFile of ${project}: cannot find ${project}/genome.fa (paths begin inside the project: leave out ${project}/)`,
  ],
  [
    `getFile({ project: "${project}", path: "s3://bucket/genome.fa" })`,
    "getFile: path must be a path inside the project (like reads/batch1/a.fastq), not a place on a volume: import the file into the project on the platform, then give its path there",
  ],
  [
    `getFile({ project: "${project}", path: "genome.fa\\r" })`,
    `getFile of ${project}: cannot find genome.fa\\r (did you mean genome.fa, without the carriage return at the end?)`,
  ],
  [`getFile({ project: "${project}" })`, "getFile: path is required"],
  [
    `getFile({ project: "${project}", path: "reads/" })`,
    "getFile: path must be the path of a file (like reads/batch1/a.fastq), not a string of another form",
  ],
  [
    `getFile({ project: "${project}", path: "genme.fa" })`,
    `getFile of ${project}: cannot find genme.fa (did you mean genome.fa?)`,
  ],
  [
    `getFile({ project: "${project}", name: "genome.fa" })`,
    "getFile: path is required; name is not known; known are project, path, connection",
  ],

  // Apps, projects, tasks
  ["getApp({})", "getApp: id is required"],
  ['getApp({ id: "align" })', `getApp: ${anApp}, not a string of another form`],
  [
    'getApp({ id: "ada/lab/algin" })',
    `getApp of ada/lab/algin: GET /apps/ada/lab/algin at <endpoint> was refused ${noApp}`,
  ],
  [
    `getApp({ id: "${app}/99" })`,
    `getApp of ${app}/99: GET /apps/${app}/99 at <endpoint> was refused ${noApp}`,
  ],
  [
    'getProject({ id: "lab" })',
    "getProject: id must be owner/project (like rfranklin/rnaseq), not a string of another form",
  ],
  [
    'getProject({ id: "ada/labs" })',
    `getProject of ada/labs: GET /projects/ada/labs at <endpoint> was refused ${noProject}`,
  ],
  ['getTask({ id: "align" })', "getTask: id must be the id of a task (a UUID), not a string of another form"],
  [
    `getTask({ id: "${uuid}" })`,
    `getTask of ${uuid}: there is no task ${uuid} at <endpoint>: check the id and the platform`,
  ],
];

test("one preview has the sentence of every wrong lookup", async () => {
  const text = await failing(
    stack,
    preview,
    'const text = pulumi.output("hush");',
    ...wrong.map(([asked]) => `sb.${asked};`),
  );
  expect({ ...text, Stack: [...(text.Stack ?? [])].sort() }).toStrictEqual({
    Stack: wrong.map(([, sentence]) => sentence).sort(),
  });
  await expectNoWrites(platform);
});

test("a lookup that fails leaves what was given to it unmade", async () => {
  const text = await failing(
    stack,
    (it) => it.tryUp(),
    `const reads = sb.getFilesOutput({ project: "${project}", names: ["a_3.fastq"] });`,
    `new sb.DraftTask("one", { project: "${project}", app: "${app}/0", inputs: { reads } });`,
  );
  expect(text).toStrictEqual({
    Stack: [`DraftTask one, inputs.reads: ${files} cannot find a_3.fastq (did you mean a_1.fastq?)`],
  });
  await expectNoWrites(platform);
});
