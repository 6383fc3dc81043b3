import { outputLocation } from "../../../provider/model/task/fields";
import { arg, assertDecodes, assertEncodes, assertRejects } from "../../support/assert";
import { unknown } from "../../support/builders";

const location = arg("outputLocation", outputLocation);

const all = {
  mainLocation: "/Analysis/<task_id>_<task_name>/",
  mainLocationAlias: "/outputs/alias",
  nodesOverride: true,
  nodesLocation: {
    b64html: {
      outputLocation: "volumes://outputs/tasks/mar-19",
      outputLocationAlias: "/rfranklin/tasks/picard",
    },
    Sorted_BAM: {},
  },
};

test("an output location decodes and encodes whole, node ids as they are", () => {
  assertDecodes(location, all, all);
  assertEncodes(location, all, all);
});

test("undefined is the same as a missing key, in nodes, too", () =>
  assertDecodes(
    location,
    {
      mainLocation: undefined,
      nodesLocation: { a: undefined, b: { outputLocation: "/b", outputLocationAlias: undefined } },
    },
    { nodesLocation: { b: { outputLocation: "/b" } } },
  ));

describe("what is unknown decodes:", () => {
  test("locations", () => {
    const open = { mainLocation: unknown, mainLocationAlias: unknown, nodesOverride: unknown };
    assertDecodes(location, open, open);
  });

  test.each<[string, unknown]>([
    ["all nodes", unknown],
    ["one node of several", { a: { outputLocation: "/a" }, b: unknown }],
    ["one location of a node", { a: { outputLocation: unknown } }],
  ])("%s, which leaves all nodes open", (_, nodesLocation) =>
    assertDecodes(location, { nodesLocation }, { nodesLocation: unknown }),
  );
});

const path = "must be a path of the project or volumes://{volume}/…";
test.each<[string, unknown, string[]]>([
  ["a string", "/Analysis", ["outputLocation must be an object, not a string"]],
  [
    "locations that are empty or no strings",
    { mainLocation: "", mainLocationAlias: 5, nodesOverride: "no" },
    [
      `outputLocation.mainLocation ${path}, not an empty string`,
      `outputLocation.mainLocationAlias ${path}, not a number`,
      "outputLocation.nodesOverride must be true or false, not a string",
    ],
  ],
  [
    "a list of nodes",
    { nodesLocation: [] },
    ["outputLocation.nodesLocation must be an object with one entry per node, not an empty list"],
  ],
  [
    "a location in place of a node's object, and a wrong name in a node",
    { nodesLocation: { bam: "/bam", "1": { location: "/one" }, html: { outputLocation: "" } } },
    [
      "outputLocation.nodesLocation.1.location is not known; known are outputLocation, outputLocationAlias",
      "outputLocation.nodesLocation.bam must be an object, not a string",
      `outputLocation.nodesLocation.html.outputLocation ${path}, not an empty string`,
    ],
  ],
  [
    "the API's own spelling",
    { main_location: "/Analysis" },
    ["outputLocation.main_location is not known: did you mean mainLocation?"],
  ],
])("%s is rejected", (_, given, sentences) => assertRejects(location, given, ...sentences));
