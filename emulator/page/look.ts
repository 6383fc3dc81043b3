import type { Store } from "../store/store";

/** What a page is made from. */
export interface PageContext {
  readonly store: Store;
  readonly now: number;
  readonly query: URLSearchParams;
  /** `http://127.0.0.1:43117` as this browser spells it. */
  readonly origin: string;
}
