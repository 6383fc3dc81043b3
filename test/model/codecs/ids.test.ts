import {
  appId,
  hasRevision,
  projectId,
  revisionOf,
  taskId,
  unversioned,
} from "../../../provider/model/codecs/ids";
import { arg, assertDecodes, assertEncodes, assertRejects } from "../../support/assert";

const project = arg("project", projectId);
const app = arg("app", appId);
const task = arg("task", taskId);

test.each([
  ["project", project, "rfranklin/rfranklin-s-demo-project"],
  ["project", project, "a.division/RNA_seq"],
  ["project", project, "My-Division_2/rna.seq-2"],
  ["project", project, "a/my project"],
  ["project", project, "Ärzte/研究"],
  ["app", app, "rfranklin/rnaseq/star-align"],
  ["app", app, "admin/sbg-public-data/rna-seq-alignment-1-0-2/0"],
  ["app", app, "a/b/GATK_4.1.0.0+patch/12"],
  ["app", app, "a.division/my project/my app (old)"],
  ["app", app, "a/b/2/10"],
  ["app", app, "a/b/2"],
  ["task", task, "eb44dce5-2c12-5be3-97b9-92039de6182b"],
  ["task", task, "EB44DCE5-2C12-5BE3-97B9-92039DE6182B"],
])("an id of a %s decodes and encodes as it is", (_, subject, id) => {
  assertDecodes(subject, id, id);
  assertEncodes(subject, id, id);
});

const wantedProject = "project must be owner/project (like rfranklin/rnaseq)";
const wantedApp =
  "app must be owner/project/app or owner/project/app/revision, the revision a whole number (like rfranklin/rnaseq/star-align/4)";

test.each<[string, typeof project, unknown, string]>([
  ["a project without owner", project, "rnaseq", `${wantedProject}, not a string of another form`],
  ["a project with too many parts", project, "a/b/c", `${wantedProject}, not a string of another form`],
  ["a project with an empty part", project, "/rnaseq", `${wantedProject}, not a string of another form`],
  ["a project with a blank before it", project, " a/b", `${wantedProject}, not a string of another form`],
  ["a project with a line's end", project, "a/b\n", `${wantedProject}, not a string of another form`],
  ["a project of the web interface", project, "u/a/b/", `${wantedProject}, not a string of another form`],
  ["an empty project", project, "", `${wantedProject}, not an empty string`],
  ["a project of another kind", project, 7, `${wantedProject}, not a number`],
  ["an app without project", app, "a/star-align", `${wantedApp}, not a string of another form`],
  ["a revision in words", app, "a/b/star-align/latest", `${wantedApp}, not a string of another form`],
  ["an app with a blank behind it", app, "a/b/c ", `${wantedApp}, not a string of another form`],
  ["an app with a blank before its revision", app, "a/b/c /4", `${wantedApp}, not a string of another form`],
  ["an empty revision", app, "a/b/star-align/", `${wantedApp}, not a string of another form`],
  ["a negative revision", app, "a/b/star-align/-1", `${wantedApp}, not a string of another form`],
  ["a fraction for a revision", app, "a/b/star-align/1.0", `${wantedApp}, not a string of another form`],
  ["an app with too many parts", app, "a/b/c/4/5", `${wantedApp}, not a string of another form`],
  ["an app of another kind", app, { id: "a/b/c" }, `${wantedApp}, not an object`],
  [
    "a task that is no UUID",
    task,
    "567890abc4f3066bc3750174",
    "task must be the id of a task (a UUID), not a string of another form",
  ],
])("%s is rejected", (_, subject, given, text) => assertRejects(subject, given, text));

test("an app's revision can be read and removed", () => {
  expect(
    ["a/b/c", "a/b/c/0", "a/b/c/12"].map((id) => [hasRevision(id), revisionOf(id), unversioned(id)]),
  ).toStrictEqual([
    [false, undefined, "a/b/c"],
    [true, 0, "a/b/c"],
    [true, 12, "a/b/c"],
  ]);
});
