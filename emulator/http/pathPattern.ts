/** A path in the framework's notation as a regular expression: `:id` is a part, `*` the rest, a slash at the end is free. */
export const pathPattern = (path: string): RegExp =>
  new RegExp(
    `^${path
      .replace(/\/$/, "")
      .replace(/[.()+?[\]{}^$|\\]/g, "\\$&")
      .replace(/:\w+/g, "[^/]+")
      .replace(/\*/g, ".+")}/?$`,
  );
