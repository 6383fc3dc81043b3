import { isLoopback } from "./address";
import { sentPassword, sentToken, type Tokens } from "./tokens";

/**
 * Who may use what lies outside `/v2`: the control routes and the page. They ask for no token as long as only this machine
 * reaches them; then pages of other sites in a browser on it must not. With a token of the emulator's own they want that.
 */
export interface AccessRequest {
  /** `/_emulator/clock` */
  readonly path: string;
  readonly header: (name: string) => string | undefined;
}

export interface AccessDenied {
  readonly status: 401 | 403;
  readonly message: string;
}

/** Content of files: the links that `download_info` gives out need no token, as signed ones do not (our choice). */
const CONTENT = "/_emulator/content/";

/** undefined: come in. */
export const checkAccess = ({ path, header }: AccessRequest, tokens: Tokens): AccessDenied | undefined => {
  const host = header("host") ?? "";
  const origin = header("origin");
  // Browsers send it with whatever may change something, and of another site's pages it is the other site's.
  if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`)
    return { status: 403, message: "Pages of other sites have no access to the emulator." };
  if (tokens.only === undefined) {
    // A name that another site's owner points to this machine is not a name of this machine.
    return isLoopback(nameOf(host))
      ? undefined
      : { status: 403, message: "Here the emulator has no name but localhost, 127.0.0.1 and [::1]." };
  }
  if (path.startsWith(CONTENT)) return undefined;
  const given = [sentToken(header), sentPassword(header)];
  return given.some((it) => it !== undefined && tokens.userOf(it) !== undefined)
    ? undefined
    : { status: 401, message: "The emulator's token is wanted, in a header or as the password." };
};

/** The `Host` header without its port, `[::1]` without its brackets. */
const nameOf = (host: string): string => {
  const [, bracketed, plain] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d*)?$/.exec(host) ?? [];
  return bracketed ?? plain ?? "";
};
