/**
 * What the engine's provider process runs. The text in the stack's state requires this module by the package's
 * name (`../resources/resource.ts`) and takes `draftTask` or `taskRun` from it. Nothing here reads settings before a method is called.
 */
import type * as dynamic from "@pulumi/pulumi/dynamic";
import type { Declined } from "../shared/errors";
import { openSessions } from "../shared/openSessions";
import { safeText } from "../shared/safeText";
import { showableProperties, unshowableArgs } from "../shared/shownValues";
import * as drafts from "./draftTask";
import { fail } from "./failure";
import type { Properties } from "./properties";
import { throwingSafely } from "./protocol";
import type { ReadResult, Result } from "./results";
import { newRefusals } from "./session/callPolicies";
import { type Checked, refuseInputs } from "./session/checked";
import { endLaterWithout, endWithout, engineIn } from "./session/engine";
import { recordsInHome, removingRecords } from "./session/previewRecords";
import { secrecyOf } from "./session/secrecy";
import { type Config, newSession, type Session } from "./session/session";
import * as runs from "./taskRun";

/** The operations of one kind of resource. */
type Operations = Pick<
  typeof drafts | typeof runs,
  "check" | "diff" | "create" | "read" | "update" | "remove"
>;

const withoutOutputs = (reason: string): Declined => ({ _tag: "Declined", reason });

/** In a preview the program's own process reads them, and fails. */
const withMistakes = (inputs: Properties, mistakes: readonly string[]): Properties => {
  const found: readonly unknown[] = Array.isArray(inputs.__checkErrors) ? inputs.__checkErrors : [];
  return mistakes.length === 0 ? inputs : { ...inputs, __checkErrors: [...found, ...mistakes.map(safeText)] };
};

const withFailures = ({ inputs, failures }: Checked): dynamic.CheckResult => ({
  inputs: showableProperties(inputs),
  failures: [...failures],
});

/** The engine shows outputs and inputs. */
const asResult = ({ id, outs }: Result): Result => ({ id, outs: showableProperties(outs) });

const asReadResult = ({ id, props, inputs }: ReadResult): ReadResult => ({
  ...(id === undefined ? {} : { id }),
  ...(props === undefined ? {} : { props: showableProperties(props) }),
  ...(inputs === undefined ? {} : { inputs: showableProperties(inputs) }),
});

/** A provider over a session: what tests drive. */
const providerOf =
  ({ check, diff, create, read, update, remove }: Operations) =>
  (session: Session, configure: (config: Config) => void): dynamic.ResourceProvider => ({
    // Nothing is awaited before the configuration is stored: the engine may call a method while this is pending.
    configure: async ({ config }) => configure((key) => config.get(key)),
    check: throwingSafely(async (olds: Properties, news: Properties) => {
      const { clear, checked } = secrecyOf(news, olds);
      const mistakes = unshowableArgs(news);
      if (mistakes.length > 0) return withFailures(refuseInputs(news)(...clear(mistakes)));
      const { inputs, failures } = checked(await check(session, olds, news));
      const refusals = failures.length > 0 ? [] : newRefusals(session);
      return withFailures({ inputs: withMistakes(inputs, clear(refusals)), failures });
    }),
    diff: throwingSafely((id: string, olds: Properties, news: Properties) =>
      secrecyOf(news, olds).failing(async () => {
        const differences = await diff(session, id, olds, news);
        const [refusal] = newRefusals(session);
        return refusal === undefined ? differences : fail(withoutOutputs(refusal));
      }),
    ),
    create: throwingSafely(async (inputs: Properties) => {
      const { failing, result } = secrecyOf(inputs);
      const created = await failing(() => removingRecords(session, inputs, () => create(session, inputs)));
      return asResult(result(created));
    }),
    read: throwingSafely(async (id: string, props: Properties = {}) => {
      const { failing, readResult } = secrecyOf(props);
      return asReadResult(readResult(await failing(() => read(session, id, props))));
    }),
    update: throwingSafely(async (id: string, olds: Properties, news: Properties) => {
      const { failing, result } = secrecyOf(news, olds);
      const updated = await failing(() =>
        removingRecords(session, news, () => update(session, id, olds, news)),
      );
      return asResult(result(updated));
    }),
    delete: throwingSafely((id: string, props: Properties) =>
      secrecyOf(props).failing(() => remove(session, id, props)),
    ),
  });

export const draftTaskProvider = providerOf(drafts);
export const taskRunProvider = providerOf(runs);

let config: Config = () => undefined;
const engine = engineIn(process.argv.slice(2));
if (engine !== undefined) endLaterWithout(engine);
const session = newSession({
  config: () => config,
  previewRecords: recordsInHome(),
  openSessions,
  ...(engine === undefined ? {} : { beforeWrite: () => endWithout(engine) }),
});
const readConfiguration = (given: Config): void => {
  config = given;
};

/** One per process and kind: the engine starts a process for a preview and another for the update. */
export const draftTask: dynamic.ResourceProvider = draftTaskProvider(session, readConfiguration);
export const taskRun: dynamic.ResourceProvider = taskRunProvider(session, readConfiguration);
