import * as E from "fp-ts/Either";
import { pipe } from "fp-ts/function";
import * as t from "io-ts";
import { isRecord } from "../../provider/shared/codec";
import { type PrintedLine, parseLine } from "../../provider/shared/printedLine";

/** What `pulumi preview --json` prints, as far as it is read here. The engine leaves out what is empty, or says `null`. */

const State = t.intersection(
  [
    t.type({ urn: t.string, type: t.string }),
    t.partial({
      id: t.string,
      parent: t.string,
      inputs: t.record(t.string, t.unknown),
      outputs: t.record(t.string, t.unknown),
      propertyDependencies: t.record(t.string, t.union([t.array(t.string), t.null])),
    }),
  ],
  "State",
);
export type State = t.TypeOf<typeof State>;

const Step = t.intersection(
  [
    t.type({ op: t.string, urn: t.string }),
    t.partial({
      oldState: t.union([State, t.null]),
      newState: t.union([State, t.null]),
      replaceReasons: t.union([t.array(t.string), t.null]),
    }),
  ],
  "Step",
);
export type Step = t.TypeOf<typeof Step>;

const Diagnostic = t.intersection(
  [t.type({ message: t.string }), t.partial({ severity: t.string, urn: t.string })],
  "Diagnostic",
);

/** What the engine, the program or the provider says. */
export type Diagnostic = t.TypeOf<typeof Diagnostic> & {
  /** What the message is made of, where it is a line of the provider. */
  readonly line?: PrintedLine;
};

const Preview = t.partial(
  {
    steps: t.union([t.array(Step), t.null]),
    diagnostics: t.union([t.array(Diagnostic), t.null]),
    changeSummary: t.union([t.record(t.string, t.number), t.null]),
  },
  "Preview",
);

export interface Preview {
  readonly steps: readonly Step[];
  readonly diagnostics: readonly Diagnostic[];
  readonly changeSummary: Readonly<Record<string, number>>;
}

const keys = ["steps", "diagnostics", "changeSummary", "config", "duration"];

/** Why it cannot be read, in one sentence; or the preview. */
export const readPreview = (text: string): E.Either<string, Preview> => {
  if (text.trim() === "")
    return E.left(
      "There is nothing to review: `pulumi preview --json` has printed nothing, and says on stderr why.",
    );
  const json = parsed(text);
  if (E.isLeft(json)) return json;
  const preview = Preview.decode(json.right);
  if (E.isLeft(preview) || !isRecord(json.right) || !keys.some((key) => key in Object(json.right)))
    return E.left("This is JSON, but not what `pulumi preview --json` prints.");
  const { steps, diagnostics, changeSummary } = preview.right;
  return pipe(
    E.traverseArray(addLine)(diagnostics ?? []),
    E.map((read) => ({ steps: steps ?? [], diagnostics: read, changeSummary: changeSummary ?? {} })),
  );
};

/** A note that cannot be read may be about money: no gate may pass without it. */
const addLine = (diagnostic: t.TypeOf<typeof Diagnostic>): E.Either<string, Diagnostic> =>
  pipe(
    parseLine(diagnostic.message),
    E.bimap(
      () =>
        "This preview has notes of another version of pulumi-sevenbridges: run review with the version that the program uses.",
      (line) => ({ ...diagnostic, ...(line === undefined ? {} : { line }) }),
    ),
  );

const parsed = (text: string): E.Either<string, unknown> => {
  try {
    return E.right(JSON.parse(text));
  } catch {
    // Never quoted: it may be anything, a log with secrets for one.
    return E.left(
      "This is not JSON: pipe what `pulumi preview --json` prints on stdout into it, and nothing else.",
    );
  }
};

/** `urn:pulumi:<stack>::<project>::<type>::<name>`; the type may have those of its parents before it. */
export const partsOfUrn = (
  urn: string,
): { readonly stack: string; readonly project: string; readonly type: string; readonly name: string } => {
  const [stack = "", project = "", types = "", ...name] = urn.replace(/^urn:pulumi:/, "").split("::");
  return { stack, project, type: types.split("$").at(-1) ?? "", name: name.join("::") || urn };
};
