/** What a `TaskRun` does when the engine calls: the files to read, in the order of the calls. */
export { check } from "./check";
export { create } from "./create";
export { remove } from "./delete";
export { diff } from "./diff";
export { read } from "./read";
export { update } from "./update";
