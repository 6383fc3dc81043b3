import * as E from "fp-ts/Either";
import { explain } from "../../errors";
import { sentence } from "../../model/report";
import { runHiddenOf } from "../../model/runStored";
import { decodeRun, encodeRun } from "../../model/taskRun";
import { type Checked, refusing, withSalt } from "../checked";
import { clientFor, type Host } from "../host";
import type { Properties } from "../properties";

/** Guards every write: what it lets through can be sent. Values that are not known yet pass. */
export const check = async (host: Host, _olds: Properties, news: Properties): Promise<Checked> => {
  // The program's own process has validated these in a preview: see DraftTask's check.
  if (news.__reported === true) return { inputs: news, failures: [] };
  const refused = refusing(news);
  const finding = host.finding();
  if (E.isLeft(finding)) return refused(explain(finding.left));
  const hidden = withSalt(runHiddenOf(news), finding.right);
  if (hidden.__owner !== undefined) host.declared.add(hidden.__owner);
  const { __owner: owner = "" } = hidden;
  if (news.__preview === true) host.previewed.add(owner);
  const declared = decodeRun(news);
  if (E.isLeft(declared)) return refused(...declared.left.map(sentence));
  const client = clientFor(host, "TaskRun", news);
  if (E.isLeft(client)) return refused(explain(client.left));
  const no = host.refusals.get(owner);
  return {
    inputs: {
      ...hidden,
      // In a preview the program's own process reads it: see `reportFound`.
      ...(no === undefined ? {} : { __mistakes: [no] }),
      __endpoint: client.right.connection.endpoint,
      ...encodeRun(declared.right),
    },
    failures: [],
  };
};
