import { testTogether } from "./row";
import { refusedRows } from "./standIns";

// The engine stores other outputs of a failed update if it is allowed to go on after an error, as it is with several rows.
for (const row of refusedRows) testTogether([row]);
