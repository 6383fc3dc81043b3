import * as E from "fp-ts/Either";
import { App } from "../../provider/api/endpoints/schemas";
import { inPath } from "../../provider/api/transport/http";
import { defaultBatching, inputPorts, type Port } from "../../provider/cwl/ports";
import { UsageError } from "../usage";
import { type Answer, itemsOf, shortError, textAt } from "./answer";
import type { Wire } from "./wire";

/* The app of the draft. It must have a required input, which is left out: a start by mistake is refused then. */

export interface Suitable {
  readonly answer: Answer;
  /** With its revision. */
  readonly id: string;
  readonly inputs: Readonly<Record<string, string | number | boolean>>;
}

/** Nothing is asked in such a project, or with such an app. */
export class Unsuitable extends UsageError {}

/** More are not looked at. */
const mostLooked = 10;

const isRequired = ({ optional, default: byDefault }: Port): boolean => !optional && byDefault === undefined;

/** What an optional port may hold: of plain types only. */
const sampleOf = ({
  id,
  optional,
  type,
}: Port): readonly (readonly [string, string | number | boolean])[] => {
  if (!optional || type._tag !== "scalar") return [];
  const samples = { string: "doctor", boolean: true, int: 1, long: 1, float: 1.5, double: 1.5 };
  return [[id, samples[type.scalar]]];
};

const withRevision = ({ id, revision }: App): string =>
  id.endsWith(`/${revision}`) && id.split("/").length === 4 ? id : `${id}/${revision}`;

const suitableIn = (answer: Answer): Suitable | string => {
  if (answer.error !== undefined) return `it cannot be read (${shortError(answer.error)})`;
  const app = App.decode(answer.body);
  if (E.isLeft(app)) return "it is not as documented";
  const { raw } = app.right;
  const ports = inputPorts(raw);
  if (!ports.some(isRequired)) return "it has no required input";
  if (defaultBatching(raw) !== undefined) return "it makes batches by default";
  return {
    answer,
    id: withRevision(app.right),
    inputs: Object.fromEntries(ports.flatMap(sampleOf).slice(0, 2)),
  };
};

/** The app that is named, or the first one of the project that is suitable. */
export const findApp = async (wire: Wire, project: string, named: string | undefined): Promise<Suitable> => {
  const look = async (id: string): Promise<Suitable | string> =>
    suitableIn(await wire.get(`/apps/${inPath(id)}`));
  if (named !== undefined) {
    const found = await look(named);
    if (typeof found !== "string") return found;
    throw new Unsuitable(
      `The app ${named} is not suitable: ${found}. Nothing was created. Name another one with --app: one with a required input, which the draft then lacks, so that nothing can start it.`,
    );
  }
  const list = await wire.get("/apps", { project, limit: 100 });
  if (list.error !== undefined)
    throw new Unsuitable(
      `The apps of ${project} cannot be read (${shortError(list.error)}). Nothing was created. Check the project's id and your access to it.`,
    );
  const ids = itemsOf(list).flatMap((item) => textAt(item, "id") ?? []);
  for (const id of ids.slice(0, mostLooked)) {
    const found = await look(id);
    if (typeof found !== "string") return found;
  }
  throw new Unsuitable(
    `No app of ${project} is suitable${ids.length > mostLooked ? `, among the first ${mostLooked}` : ""}: the draft needs one with a required input, which it then lacks, so that nothing can start it. Nothing was created. Name one with --app, or copy one into the project.`,
  );
};
