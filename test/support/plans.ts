import { type Change, type Plan, plan } from "../../provider/host/drift/plan";
import { type Args, declared, endpoint } from "./builders";

/** Plans as tests write them: changes by name, with a `?` where the preview cannot be sure. */

/** `inputs.reads?`: the port `reads`, unsure. */
const change = (written: string): Change => {
  const unsure = written.endsWith("?");
  const [part = "", ...port] = written.replace("?", "").split(".");
  const base = { part: part as Change["part"], unsure }; // the tests' own words: a wrong one fails its test
  return port.length === 0 ? base : { ...base, port: port.join(".") };
};

export const keep: Plan = { _tag: "Keep" };
export const replace = (...changes: readonly string[]): Plan => ({
  _tag: "Replace",
  changes: changes.map(change),
});
const updating =
  (resume: boolean) =>
  (...changes: readonly string[]): Plan => ({ _tag: "Update", changes: changes.map(change), resume });
export const update = Object.assign(updating(false), { resuming: updating(true) });

/** The plan for a task that was declared and stored, and is now declared like this. */
export const planOf = (
  status: string,
  was: Args,
  now: Args,
  { errors = [], to = endpoint }: { readonly errors?: readonly unknown[]; readonly to?: string } = {},
): Plan => plan({ declared: declared(was), endpoint, status, errors }, declared(now), to);
