import { BILLING_GROUP_ID, BILLING_PRIVILEGES, NO_BILLING_GROUP, refuse } from "../calls/refusals";
import { billingGroupId, isUuid } from "../ids";
import type { User } from "../store/model";
import type { Store } from "../store/store";
import { ownerOf, takesPart } from "./permissions";

export interface BillingGroup {
  readonly id: string;
  readonly owner: string;
}

const billingGroupOf = (owner: string): BillingGroup => ({ id: billingGroupId(owner), owner });

/** One's own first, then those of owners who are no users here (divisions) and in whose projects one takes part. */
export const billingGroupsFor = (store: Store, user: User): BillingGroup[] => {
  const projects = [...store.projects.keys()].filter((it) => takesPart(store, user, it));
  const owners = projects.map(ownerOf).filter((it) => !store.users.has(it));
  return [...new Set([user.username, ...owners])].map(billingGroupOf);
};

/** One that may be used, or the refusal that says why not. */
export const billingGroupFor = (store: Store, user: User, id: string): BillingGroup => {
  if (!isUuid(id)) return refuse(BILLING_GROUP_ID);
  const same = (it: BillingGroup): boolean => it.id === id.toLowerCase();
  const found = billingGroupsFor(store, user).find(same);
  if (found !== undefined) return found;
  const owners = [...store.users.keys(), ...[...store.projects.keys()].map(ownerOf)];
  return refuse(owners.map(billingGroupOf).some(same) ? BILLING_PRIVILEGES : NO_BILLING_GROUP);
};
