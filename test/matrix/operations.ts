import { draftOperations } from "./draftOperations";
import { lookupOperations } from "./lookupOperations";
import type { Operation } from "./operation";
import { runOperations } from "./runOperations";

/** Everything that the provider does, in the order of the table. */
export const operations: readonly Operation[] = [...draftOperations, ...runOperations, ...lookupOperations];
