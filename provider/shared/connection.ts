/** Where a connection goes and as whom. The token has no other home than this. */
export interface Connection {
  /** The API's base URL, without a trailing slash: `https://cgc-api.sbgenomics.com/v2`. */
  readonly endpoint: string;
  readonly token: string;
}

/** Tells connections apart. For maps only: it holds the token. */
export const keyOf = ({ endpoint, token }: Connection): string => `${endpoint} ${token}`;
