/** The version of the outputs' form, in `__schema`: later versions must read what earlier ones have stored. */
export const schemaVersion = 1;

/** The version that the state of a later package has; `undefined` where this package can read the state. */
export const laterSchema = ({ __schema }: { readonly __schema?: unknown }): string | undefined =>
  __schema === undefined || (typeof __schema === "number" && __schema <= schemaVersion)
    ? undefined
    : String(__schema);
