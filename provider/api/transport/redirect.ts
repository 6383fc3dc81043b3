/**
 * Where an answer sends a call. `GET /user` answers 307 on the real platforms, and the lists of a project's tasks do the same (API
 * digest, section 12). Within the endpoint's origin a GET follows; the token goes to no other one. A write is sent once, to one address.
 */

/** The documents show one; more than a few go in circles. */
const mostRedirects = 5;

export type Redirect =
  | { readonly _tag: "Follow"; readonly url: string }
  /** Why the call ends here. */
  | { readonly _tag: "Stop"; readonly reason: string };

interface Sent {
  readonly method: string;
  readonly url: string;
  /** How many redirects have been followed so far. */
  readonly followed: number;
}

/** What to do with the answer to a call. Pure; nothing where the answer is no redirect that names an address. */
export const redirectOf = (
  { method, url, followed }: Sent,
  status: number,
  location: string | null,
): Redirect | undefined => {
  if (![301, 302, 303, 307, 308].includes(status) || location === null) return undefined;
  if (!URL.canParse(location, url)) return { _tag: "Stop", reason: "a redirect to no address" };
  const [from, to] = [new URL(url), new URL(location, url)];
  if (method !== "GET")
    return { _tag: "Stop", reason: `a redirect to ${to.origin}, which a ${method} does not follow` };
  if (from.origin !== to.origin)
    return {
      _tag: "Stop",
      reason: `a redirect from ${from.origin} to ${to.origin}, where the token is not sent`,
    };
  return followed < mostRedirects
    ? { _tag: "Follow", url: to.href }
    : { _tag: "Stop", reason: `more than ${mostRedirects} redirects` };
};
