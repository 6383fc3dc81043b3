import type { RecentTask } from "../../provider/api/endpoints/schemas";
import { argNames } from "../../provider/model/task/fields";
import { priceFrom } from "../../provider/model/task/taskState";
import type { Value } from "../../provider/model/values/value";
import { isRecord } from "../../provider/shared/codec";
import { formatPrice, joinWithAnd } from "../../provider/shared/text";
import { filesIn } from "../files";
import { takenBy, takenFiles } from "./flows";
import { type Code, type Item, layOut, listOf, objectOf } from "./layout";
import { escapeText, quoteText, remark } from "./literal";
import { type Names, namesFor } from "./names";
import { type Given, inOrder, type Source, sourceOf } from "./sources";
import { type Declaration, declarationOf, type Lost, runArgsOf, type Subject } from "./subject";
import { type Flow, inputsCode, plainCode } from "./values";

/** A declared task, whose run others may take from. */
interface Declared extends Source {
  readonly names: Names;
  readonly declaration: Declaration;
}

/** Values that those before it have made, as the program takes them. */
const flowFrom = (before: readonly Declared[], used: Set<Declared>): Flow => {
  const all = before.flatMap((it) =>
    it.seen === undefined ? [] : [{ it, taken: takenFiles(it.seen, it.names.runVariable) }],
  );
  return (value) => {
    const files = filesIn(value);
    const from = all.find(({ it }) => files.length > 0 && files.every((id) => it.made.has(id)));
    const code = from === undefined ? undefined : takenBy(value, from.taken);
    if (from !== undefined && code !== undefined) used.add(from.it);
    return code;
  };
};

const nameOption = (value: Value, origins: Given["origins"]): Value => {
  if (Array.isArray(value)) return value.map((it) => nameOption(it, origins));
  if (!isRecord(value)) return value;
  if (value.class === "File" && typeof value.path === "string") {
    const name = value.name ?? origins.get(value.path)?.name;
    return typeof name === "string" ? { class: "File", path: value.path, name } : value;
  }
  return value.class === undefined
    ? Object.fromEntries(Object.entries(value).map(([key, it]) => [key, nameOption(it, origins)]))
    : value;
};

const batchByCode = (by: unknown): Code => {
  if (!isRecord(by) || by.type !== "CRITERIA" || !Array.isArray(by.criteria)) return "sb.byItem";
  const fields = by.criteria.map((criterion) => {
    const field = String(criterion).replace(/^metadata\./, "");
    // `byMetadata` puts the prefix where it lacks.
    return field.startsWith("metadata.") ? String(criterion) : field;
  });
  return listOf(
    fields.map((field) => ({ code: quoteText(field) })),
    "sb.byMetadata(",
    ")",
  );
};

const order: readonly string[] = ["connection", ...argNames.filter((name) => name !== "connection")];

const argsCode = ({ args, inputs }: Declaration, connection: Given["connection"], flow: Flow): Code => {
  const items: Record<string, Code> = {
    ...(connection === undefined ? {} : { connection: quoteText(connection) }),
    ...Object.fromEntries(
      Object.entries(args).map(([name, value]) => [
        name,
        name === "batchBy" ? batchByCode(value) : plainCode(value),
      ]),
    ),
    ...(Object.keys(inputs).length > 0 ? { inputs: inputsCode(inputs, flow) } : {}),
  };
  return objectOf(
    order.flatMap((name): readonly Item[] =>
      items[name] === undefined ? [] : [{ prefix: `${name}: `, code: items[name] }],
    ),
  );
};

const resource = (start: string, name: string, args: Code, id: string): string => {
  const imports = objectOf([{ prefix: "import: ", code: quoteText(id) }]);
  const call = listOf([{ code: quoteText(name) }, { code: args }, { code: imports }], `${start}(`, ")");
  return `${layOut(call, "", 0, 1)};`;
};

const runComment = (args: Readonly<Record<string, unknown>>, moving: boolean): readonly string[] => {
  if (args.wait === false) return ["// It did not succeed; without `wait: false`, the update would fail."];
  if (args.allowFailures === true)
    return ["// Some of its children failed; without `allowFailures`, the update would fail."];
  return moving ? ["// It has not ended: `pulumi up` waits for its end."] : [];
};

const mostEarlier = 3;

const tasksText = (tasks: readonly RecentTask[]): string => {
  const shown = tasks
    .slice(-mostEarlier)
    .map(({ id, status, price }) => `${id} (${status}${formatPrice(priceFrom(price))})`);
  return joinWithAnd([
    ...(tasks.length > mostEarlier ? [`${tasks.length - mostEarlier} others`] : []),
    ...shown,
  ]);
};

/** The next `pulumi up` finds further attempts by the names of resources. */
const nameComment = ({ name, isStackKnown, parents }: Lost): readonly string[] => {
  if (name === undefined)
    return [
      isStackKnown
        ? "// Its old name is unknown: it differs from the task's name, or the resource was within a component. If you know it, use it."
        : "// Its old name is unknown, because the name of its stack is unknown: see --stack.",
    ];
  return parents.length === 0
    ? []
    : [
        `// It was within a component (${remark(parents.join(" > "))}); there, \`parent\` makes it the same resource.`,
      ];
};

/** What a program cannot say of a resource that was found by its tag. */
const lostComment = ({ lost }: Subject): readonly string[] => {
  if (lost === undefined) return [];
  const { earlier, again, unfound } = lost;
  return [
    ...nameComment(lost),
    ...(earlier.length === 0 ? [] : [`// Before it, from other args: ${escapeText(tasksText(earlier))}.`]),
    ...(again.length === 0
      ? []
      : [
          `// Run again for new \`triggers\` of its TaskRun: ${escapeText(tasksText(again))}.`,
          "// To collect that run, give the TaskRun the same `triggers` and leave out its `import`. Other triggers run it again, at its cost.",
        ]),
    ...(unfound.length === 0
      ? []
      : [
          `// Run again by a TaskRun whose old name is unknown: ${escapeText(tasksText(unfound))}.`,
          "// `pulumi up` finds them only under that name. If you know it, give it to the TaskRun; or import one of them instead.",
        ]),
  ];
};

const statement = (it: Declared, args: Code, isUsed: boolean): readonly string[] => {
  const { names, subject, declaration } = it;
  const { task } = subject;
  const runArgs = runArgsOf(subject);
  const assigned = (variable: string, needed: boolean): string => (needed ? `const ${variable} = ` : "");
  const run = (given: Readonly<Record<string, unknown>>): readonly string[] => {
    const code = objectOf([
      { prefix: "task: ", code: names.variable },
      ...Object.entries(given).map(([key, value]) => ({ prefix: `${key}: `, code: plainCode(value) })),
    ]);
    const start = `${assigned(names.runVariable, isUsed)}new sb.TaskRun`;
    const moving = it.seen?.status !== "COMPLETED";
    return [...runComment(given, moving), resource(start, names.run, code, task.id)];
  };
  return [
    `// ${remark(`${task.status}${formatPrice(priceFrom(task.price))}`)}`,
    ...lostComment(subject),
    ...declaration.leftOut.map((text) => `// Left out, for a program cannot say it: ${remark(text)}`),
    resource(
      `${assigned(names.variable, runArgs !== undefined)}new sb.DraftTask`,
      names.resource,
      args,
      task.id,
    ),
    ...(runArgs === undefined ? [] : run(runArgs)),
  ];
};

/** Each with its args; it may refer to the earlier ones. */
const declaredOf = (
  given: Given,
  used: Set<Declared>,
): readonly { readonly one: Declared; readonly args: Code }[] => {
  const sources = inOrder(given.subjects.map((subject) => sourceOf(subject, given)));
  const names = namesFor(
    sources.map(({ subject: { task, lost } }) => ({
      task: task.name ?? "",
      resource: lost?.name,
      run: lost?.runName,
    })),
  );
  const before: Declared[] = [];
  return names.flatMap((itsNames, index) => {
    const source = sources[index];
    if (source === undefined) return [];
    const declaration = declarationOf(source.subject, itsNames.resource);
    const inputs = Object.entries(declaration.inputs).map(([port, value]) => [
      port,
      nameOption(value, given.origins),
    ]);
    const one = {
      ...source,
      names: itsNames,
      declaration: { ...declaration, inputs: Object.fromEntries(inputs) },
    };
    const args = argsCode(one.declaration, given.connection, flowFrom(before, used));
    before.push(one);
    return [{ one, args }];
  });
};

/** The program that declares these tasks, in which each takes what an earlier one has made from its run. */
export const programText = (given: Given): string => {
  const used = new Set<Declared>();
  const declared = declaredOf(given, used);
  const statements = declared.map(({ one, args }) => statement(one, args, used.has(one)).join("\n"));
  return [
    `// What is on ${given.endpoint}: \`pulumi preview\` shows each task as imported, and \`pulumi up\` creates none.`,
    "// Once it is in the state, take the `import` options out.",
    'import * as sb from "pulumi-sevenbridges";',
    "",
    statements.join("\n\n"),
    "",
  ].join("\n");
};
