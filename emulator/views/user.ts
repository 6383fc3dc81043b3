import type { JsonObject } from "../json";
import type { Permissions, User } from "../store/model";

/** The person behind a user name is made up (API digest 8.3), with the role that was recorded and no tags (API digest 12). */
export const userView = ({ username }: Pick<User, "username">, base: string): JsonObject => ({
  href: `${base}/users/${username}`,
  username,
  email: emailOf(username),
  first_name: username,
  last_name: "",
  affiliation: "",
  phone: "",
  address: "",
  city: "",
  state: "",
  zip_code: "",
  country: "",
  role: "MEMBER",
  tags: [],
});

export const emailOf = (username: string): string => `${username}@example.com`;

/** A person in a project. The official Python client appends `/permissions` to the href. */
export const memberView = (
  project: string,
  username: string,
  permissions: Permissions,
  base: string,
): JsonObject => ({
  href: `${base}/projects/${project}/members/${username}`,
  id: username,
  username,
  email: emailOf(username),
  type: "USER",
  permissions,
});
