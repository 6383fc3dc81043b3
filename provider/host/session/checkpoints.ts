/** Whether the engine stores the state only at the end of an update. Until then no state holds what was created. */
export const storesAtEndOnly = (): boolean =>
  ["1", "true"].includes((process.env.PULUMI_SKIP_CHECKPOINTS ?? "").toLowerCase());
