import type { Route } from "../calls/call";
import { ok } from "../calls/call";
import { select } from "../calls/fields";
import { page } from "../calls/paging";
import { billingGroupFor, billingGroupsFor } from "../rules/billing";
import { billingGroupView } from "../views/billing";
import type { Context } from "../world";

/** Billing groups as far as projects need them: no breakdowns and no invoices. */
export const billingRoutes = ({ store }: Context): readonly Route[] => [
  {
    method: "GET",
    path: "/billing",
    handler: ({ base, query }) => {
      const paths = {
        billing_groups_url: `${base}/billing/groups`,
        invoices_url: `${base}/billing/invoices`,
      };
      return ok(select(paths, query.get("fields")));
    },
  },
  {
    method: "GET",
    path: "/billing/groups",
    handler: (call) =>
      page(
        call,
        "/billing/groups",
        billingGroupsFor(store, call.user),
        (it) => billingGroupView(it, call.base),
        ["href", "id", "name"],
      ),
  },
  {
    method: "GET",
    path: "/billing/groups/:id",
    handler: (call) => {
      const group = billingGroupFor(store, call.user, call.params.id ?? "");
      return ok(select(billingGroupView(group, call.base), call.query.get("fields")));
    },
  },
];
