import type { JsonObject } from "../json";
import type { BillingGroup } from "../rules/billing";

/** A billing group as the vendor's reference shows it; what is in it is our choice, and nothing is taken from it. */
export const billingGroupView = ({ id, owner }: BillingGroup, base: string): JsonObject => ({
  href: `${base}/billing/groups/${id}`,
  id,
  owner,
  name: `Pilot Funds (${owner})`,
  type: "free",
  pending: false,
  disabled: false,
  balance: { currency: "USD", amount: 300 },
});
