import { showing, without } from "../change";
import type { Row } from "../row";
import type { Answer, Asked, StandIn } from "../standIn";

const answering = (name: string, change: (asked: Asked, answer: Answer) => Answer): StandIn => ({
  name,
  behavior: () => async (asked, forward) => change(asked, await forward(asked)),
});

const isAction = ({ path }: Asked, name: string): boolean => path.endsWith(`/actions/${name}`);

export const answerRows: readonly Row[] = [
  {
    standIn: showing(
      "no `execution_status`, `href`, `batch_group`, `created_time`, `end_time`, `start_time`",
      without(
        "execution_status",
        "href",
        "batch_group",
        "created_time",
        "end_time",
        "start_time",
        "executed_by",
      ),
    ),
    meets: "works",
    demanded: {},
  },
  {
    standIn: answering("DELETE, abort and run answer 200 with an empty body", (asked, answer) =>
      (asked.method === "DELETE" || isAction(asked, "abort") || isAction(asked, "run")) && answer.status < 300
        ? { ...answer, status: 200, text: "" }
        : answer,
    ),
    meets: "works",
    demanded: {},
  },
];
