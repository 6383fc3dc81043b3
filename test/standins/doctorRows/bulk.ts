import { isRecord } from "../../../provider/shared/codec";
import { showing, without } from "../change";
import { changingBody, isBulk, items, sending, withoutQuery } from "./changes";
import type { DoctorRow } from "./row";

/* Bulk reads. */

export const bulkRows: readonly DoctorRow[] = [
  [
    changingBody("doctor: bulk reads leave one out", isBulk, (body) => ({
      items: items(body).filter((it, index) => index < 2 || !isRecord(it)),
    })),
    ["bulk.ids"],
  ],
  [
    sending("doctor: bulk reads ignore fields", (asked) =>
      isBulk(asked) ? withoutQuery(asked, "fields") : asked,
    ),
    ["bulk.fields"],
  ],
  [
    showing("doctor: bulk reads hide the description", (task, place) =>
      place === "bulk" ? without("description")(task) : task,
    ),
    ["bulk.description"],
  ],
  [
    changingBody("doctor: bulk reads come in another order", isBulk, (body) => ({
      items: items(body).toReversed(),
    })),
    ["bulk.order"],
  ],
  [
    changingBody("doctor: bulk reads say nothing of what is missing", isBulk, (body) => ({
      items: items(body).filter((it) => isRecord(it) && "resource" in it),
    })),
    ["bulk.missing"],
  ],
  [
    showing("doctor: bulk reads have no inputs", (task, place) =>
      place === "bulk" ? without("inputs")(task) : task,
    ),
    ["bulk.whole"],
  ],
];
