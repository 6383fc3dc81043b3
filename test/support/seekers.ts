import type { Candidate } from "../../provider/host/recovery/matchCandidate";
import { bodyHashes } from "../../provider/model/task/bodyHash";
import { known } from "./builders";

/** The resource's id in tags. */
export const own = "62cf42905b3260d516b9";
export const session = "0a1b2c3d";
export const args = known({ inputs: { threads: 8 } });
export const others = known({ inputs: { threads: 9 } });

export const seeker: Candidate = {
  owner: "acme/urn:pulumi:dev::lab::DraftTask::align",
  id: own,
  user: "rfranklin",
  hashes: bodyHashes(args),
  run: false,
  isTaken: () => false,
  isKnown: () => false,
  isSharers: () => false,
  since: undefined,
};
