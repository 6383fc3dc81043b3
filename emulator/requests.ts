/** What was asked of `/v2`, in order, for tests to compare. No header is kept, so no token is. */
export interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | string[]>>;
  /** Parsed if it is JSON, else as text; null for none. */
  readonly body: unknown;
  /** null while it is being answered, and for good when the connection was dropped. */
  status: number | null;
}

export class Requests {
  private list: Request[] = [];

  add(method: string, path: string, query: URLSearchParams, body: unknown): Request {
    const named = [...new Set(query.keys())].map((key) => {
      const values = query.getAll(key);
      return [key, values.length === 1 ? (values[0] ?? "") : values] as const;
    });
    const request: Request = {
      method,
      path,
      query: Object.fromEntries(named),
      body,
      status: null,
    };
    this.list.push(request);
    return request;
  }

  all(): readonly Request[] {
    return this.list;
  }

  clear(): void {
    this.list = [];
  }
}
