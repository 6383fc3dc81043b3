import { testTogether } from "./row";
import { replyRows } from "./standIns";

testTogether(replyRows);
