import { argNames, fields } from "../../provider/model/task/fields";
import { isRecord } from "../../provider/shared/codec";
import { type FileOrFolder, isFile } from "../files";
import type { TaskArgs } from "./args";
import type { GrownBatch } from "./grown";

/** The program's text of a second batch over what is new. Pure TypeScript, as a person would write it. */

const text = (given: unknown): string => JSON.stringify(given) ?? "undefined";

/** A file's name is for people: one line, and none that ends a comment. */
const comment = ({ name }: FileOrFolder): string =>
  typeof name === "string" ? ` // ${name.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").slice(0, 100)}` : "";

const bareText = (item: unknown): string => {
  if (Array.isArray(item)) return `[${item.map(bareText).join(", ")}]`;
  if (isFile(item)) return `sb.${item.class === "File" ? "file" : "directory"}(${text(item.path)})`;
  return isRecord(item)
    ? `{ ${Object.entries(item)
        .map(([key, field]) => `${keyText(key)}: ${bareText(field)}`)
        .join(", ")} }`
    : text(item);
};

const keyText = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : text(key));

const lines = (port: string, item: unknown): readonly string[] => {
  const at = `    ${keyText(port)}: `;
  if (Array.isArray(item) && item.length > 0 && item.every((one) => isFile(one) && one.class === "File"))
    return [
      `${at}sb.files([`,
      ...item.filter(isFile).map((one) => `      ${text(one.path)},${comment(one)}`),
      "    ]),",
    ];
  return [`${at}${bareText(item)},${isFile(item) ? comment(item) : ""}`];
};

const variable = (name: string): string => {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const joined = words
    .map((word, at) => (at === 0 ? word : `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`))
    .join("");
  return /^[A-Za-z]/.test(joined) ? joined : `batch${joined}`;
};

const batchByText = ({ batchBy }: TaskArgs): string =>
  batchBy?.type === "CRITERIA"
    ? `sb.byMetadata(${batchBy.criteria.map((field) => text(field.replace(/^metadata\./, ""))).join(", ")})`
    : "sb.byItem";

/** The second batch runs where and on what the first one runs. */
const repeated = argNames.filter(
  (arg) => arg === "connection" || (fields[arg].kind === "setting" && fields[arg].isWork),
);

/** `settings: …,` for each that the program sets. */
const settings = (args: TaskArgs): readonly string[] =>
  repeated.flatMap((key) => (args[key] === undefined ? [] : [`  ${key}: ${bareText(args[key])},`]));

/** The text, with at most so many files of each list; more are left to the reader. */
export const secondBatch = (
  { task, port, added }: GrownBatch,
  run: string | undefined,
): readonly string[] => {
  const { args, name } = task;
  const second = `${name}-2`;
  const inputs = Object.entries({ ...args.inputs, [port]: added });
  return [
    `const ${variable(second)} = new sb.DraftTask(${text(second)}, {`,
    `  project: ${text(args.project)},`,
    `  app: ${text(args.app)},`,
    "  inputs: {",
    ...inputs.flatMap(([key, item]) => lines(key, item)),
    "  },",
    `  batchInput: ${text(port)},`,
    `  batchBy: ${batchByText(args)},`,
    ...(args.run === true ? ["  run: true,"] : []),
    ...settings(args),
    "});",
    ...(run === undefined
      ? []
      : [
          `const ${variable(`${run}-2`)} = new sb.TaskRun(${text(`${run}-2`)}, { task: ${variable(second)} });`,
        ]),
  ];
};
