/** The operations of a `DraftTask`, as the engine calls them; one file each, in the order in which to read them. */
export { check } from "./check";
export { create } from "./create";
export { remove } from "./delete";
export { diff } from "./diff";
export { read } from "./read";
export { update } from "./update";
