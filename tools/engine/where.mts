// Prints the folder of the engine that this machine has, or gets: what the tests put first on the PATH.
import { ensureEngine } from "./index.mts";

console.log((await ensureEngine()).folder);
