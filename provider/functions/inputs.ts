import type * as pulumi from "@pulumi/pulumi";

/** The same args with Outputs at any depth. */
export type WithInputs<T> = { readonly [K in keyof T]: Deep<T[K]> };

// In brackets: an Output of true or false is no Output of true, nor one of false.
type Deep<T> = [T] extends [string | boolean | undefined]
  ? pulumi.Input<T>
  : pulumi.Input<{ readonly [K in keyof T]: Deep<T[K]> }>;
