import * as t from "io-ts";

/** How an import is shown, by what only the program's own process knows; both resources give it to `check` alone. */
export const ImportView = t.partial(
  {
    /** This is a preview: what the task has made may be shown as what the resource will have. */
    preview: t.boolean,
    /** The args hold a secret: no value of theirs may be shown. */
    veiled: t.boolean,
  },
  "ImportView",
);
export type ImportView = t.TypeOf<typeof ImportView>;
