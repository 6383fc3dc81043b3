/**
 * What the engine's provider process runs. The text in the stack's state requires this module by the package's
 * name (`../resource.ts`) and takes `draftTask` from it. Nothing here reads settings before a method is called.
 */
import type * as dynamic from "@pulumi/pulumi/dynamic";
import { check, create, diff, read, remove, update } from "./draftTask";
import { type Config, type Host, newHost } from "./host";
import { settle } from "./settle";

/** A provider over a host of one's own: what tests drive. */
export const draftTaskProvider = (
  host: Host,
  configure: (config: Config) => void,
): dynamic.ResourceProvider => ({
  // Nothing is awaited before the configuration is stored: the engine may call a method while this is pending.
  configure: async ({ config }) => configure((key) => config.get(key)),
  check: async (olds, news) => {
    const { inputs, failures } = await check(host, olds, news);
    return { inputs, failures: [...failures] };
  },
  diff: (id, olds, news) => settle(diff(host, id, olds, news), news),
  create: (inputs) => settle(create(host, inputs), inputs),
  read: (id, props) => settle(read(host, id, props ?? {}), props ?? {}),
  update: (id, olds, news) => settle(update(host, id, olds, news), news),
  delete: (id, props) => settle(remove(host, id, props), props),
});

let config: Config = () => undefined;
const host = newHost({ config: () => config });

/** One per process: the engine starts a process for a preview and another for the update. */
export const draftTask: dynamic.ResourceProvider = draftTaskProvider(host, (given) => {
  config = given;
});
