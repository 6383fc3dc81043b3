import { isRecord } from "../../../provider/shared/codec";
import { without } from "../change";
import { jsonOf, withJson } from "../standIn";
import { changingBody, isClone, isPatch, refusing } from "./changes";
import type { DoctorRow } from "./row";

/* Edits and clones. */

export const editRows: readonly DoctorRow[] = [
  [
    changingBody("doctor: PATCH answers the old name", isPatch, (body) => ({ ...body, name: "old" })),
    ["edit.answer"],
  ],
  [
    {
      name: "doctor: PATCH replaces inputs",
      behavior: () => async (asked, forward) => {
        const answer = await forward(asked);
        const { inputs } = isRecord(asked.body) ? asked.body : {};
        return isPatch(asked) && inputs !== undefined
          ? withJson(answer, { ...jsonOf(answer), inputs })
          : answer;
      },
    },
    ["edit.inputs"],
  ],
  [
    {
      name: "doctor: PATCH keeps a setting",
      behavior: () => async (asked, forward) => {
        const answer = await forward(asked);
        return isPatch(asked)
          ? withJson(answer, { ...jsonOf(answer), execution_settings: { max_parallel_instances: 2 } })
          : answer;
      },
    },
    ["edit.settings"],
  ],
  [refusing("doctor: no clones", 403, 7001, isClone), ["clone.draft"]],
  [
    changingBody("doctor: clones have other inputs", isClone, (body) => ({ ...body, inputs: {} })),
    ["clone.same"],
  ],
  [
    changingBody("doctor: clones lose the description", isClone, without("description")),
    ["clone.description"],
  ],
  [
    changingBody(
      "doctor: a clone keeps its description",
      (asked) => isPatch(asked) && isRecord(asked.body) && "description" in asked.body,
      (body) => ({ ...body, description: "kept" }),
    ),
    ["clone.tag"],
  ],
];
