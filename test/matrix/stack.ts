import { isRecord } from "../../provider/shared/codec";
import { existingWorkKey } from "../../provider/shared/existingWork";
import type { Kept, Process, Properties } from "../host/provider";

/** What a method of the provider threw: with an `id` it is a partial failure. */
export interface Failure {
  readonly message: string;
  readonly reasons: readonly string[];
  readonly id: string | undefined;
}

interface Resource extends Kept {
  /** The last create or update of it was a partial failure. */
  readonly failed: boolean;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

const failureOf = (error: unknown): Failure => ({
  message: error instanceof Error ? error.message : String(error),
  reasons: isRecord(error) && Array.isArray(error.reasons) ? error.reasons.map(textOf) : [],
  id: isRecord(error) && typeof error.id === "string" ? error.id : undefined,
});

/**
 * A stack of one resource: what the engine does with the provider's methods, and what it keeps. After a failure the state
 * is as the engine leaves it, and the next `up`, in another process, goes on from there.
 */
export class Stack {
  kept: Resource | undefined;
  /** Resources whose replacements exist already: the engine deletes them later, if need be in a later process. */
  old: readonly Resource[] = [];

  /** What a lookup found. */
  answer: unknown;

  constructor(readonly program: Properties) {}

  readonly up = (process: Process, program = this.program): Promise<Failure | undefined> =>
    this.caught(async () => {
      const was = this.kept;
      const inputs = await process.checked(program, was?.inputs);
      if (was === undefined) await this.create(process, inputs);
      else await this.change(process, was, inputs, program);
      for (const old of this.old) {
        await process.delete(old);
        this.old = this.old.filter((one) => one !== old);
      }
    });

  /** What the engine asks in a preview; nothing is kept. */
  readonly preview = (process: Process, program = this.program): Promise<Failure | undefined> =>
    this.caught(() => this.changes(process, program));

  /**
   * A preview of a task that has run, and that the state does not have. What is wrong comes with the inputs, for the program's
   * process to report. It names the work that an `up` would pay for again, or says that it was not looked for.
   */
  readonly previewNew = (process: Process, mustName = true): Promise<Failure | undefined> =>
    this.caught(async () => {
      const { __checkErrors: mistakes, [existingWorkKey]: work } = await process.checked({
        ...this.program,
        __preview: true,
      });
      if (Array.isArray(mistakes)) throw new Error(mistakes.join("; "));
      const isNotLookedFor = process.lines.some((line) =>
        /not checked: .*finished work of new tasks/.test(line),
      );
      if (work === undefined && (mustName || !isNotLookedFor))
        throw new Error("the preview does not say that the work exists");
    });

  /** Whether an `up` would change something. */
  readonly changes = async (process: Process, program = this.program): Promise<boolean> => {
    if (this.kept === undefined) return true;
    const inputs = await process.checked(program, this.kept.inputs);
    const found = await process.provider.diff?.(this.kept.id, this.kept.outs, inputs);
    return found?.changes !== false;
  };

  /** A refresh clears the engine's own note of a partial failure. */
  readonly refresh = (process: Process): Promise<Failure | undefined> =>
    this.caught(async () => {
      if (this.kept === undefined) return;
      const { id, inputs, outs } = this.kept;
      const read = await process.read(id, outs);
      this.kept =
        read?.id === undefined
          ? undefined
          : { id: read.id, inputs: { ...inputs, ...read.inputs }, outs: read.props, failed: false };
    });

  readonly destroy = (process: Process): Promise<Failure | undefined> =>
    this.caught(async () => {
      for (const old of this.old) await process.delete(old);
      this.old = [];
      if (this.kept !== undefined) await process.delete(this.kept);
      this.kept = undefined;
    });

  private async caught(act: () => Promise<unknown>): Promise<Failure | undefined> {
    try {
      await act();
      return undefined;
    } catch (error) {
      return failureOf(error);
    }
  }

  private async create(process: Process, inputs: Properties): Promise<void> {
    await this.keeping(inputs, () => process.provider.create(inputs));
  }

  private async change(process: Process, was: Resource, inputs: Properties, program: Properties) {
    const found = await process.provider.diff?.(was.id, was.outs, inputs);
    if ((found?.replaces ?? []).length > 0) {
      // A replacement is checked without the old inputs.
      const checkedAgain = await process.checked(program);
      if (found?.deleteBeforeReplace === true) {
        await process.delete(was);
        this.kept = undefined;
        return this.create(process, checkedAgain);
      }
      await this.create(process, checkedAgain);
      this.old = [...this.old, was];
      return undefined;
    }
    if (found?.changes !== true && !was.failed) return undefined;
    return this.keeping(inputs, async () => {
      const result = await process.provider.update?.(was.id, was.outs, inputs);
      return { id: was.id, outs: result?.outs };
    });
  }

  /** The state after a create or an update, or after its partial failure. */
  private async keeping(
    inputs: Properties,
    act: () => Promise<{ id: string; outs?: Properties }>,
  ): Promise<void> {
    try {
      const { id, outs = {} } = await act();
      this.kept = { id, inputs, outs, failed: false };
    } catch (error) {
      if (isRecord(error) && typeof error.id === "string" && isRecord(error.properties))
        this.kept = { id: error.id, inputs, outs: error.properties, failed: true };
      throw error;
    }
  }
}
