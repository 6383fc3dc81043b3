/** What was asked of `/v2`, in order, for tests to compare. No header is kept, so no token is. */
export interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | string[]>>;
  /** Parsed if it is JSON, else as text; null for none; `(left out: 123 bytes)` for one that was too much to keep. */
  body: unknown;
  /** null while it is being answered, and for good when the connection was dropped. */
  status: number | null;
}

/** So that an emulator that runs for weeks stays small: our choice. */
const MOST: Kept = { requests: 100_000, bytes: 64 * 1024 * 1024 };

interface Kept {
  readonly requests: number;
  /** Of their bodies, as they were sent. */
  readonly bytes: number;
}

/** The newest requests, and the newest of their bodies. */
export class Requests {
  private readonly list = new Set<Request>();
  private readonly bodies = new Map<Request, number>();
  private bytes = 0;

  constructor(private readonly most = MOST) {}

  /** `bytes` is how long the body was on the wire. */
  add(method: string, path: string, query: URLSearchParams, body: unknown, bytes: number): Request {
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
    this.list.add(request);
    if (bytes > 0) this.bodies.set(request, bytes);
    this.bytes += bytes;
    this.trim();
    return request;
  }

  all(): readonly Request[] {
    return [...this.list];
  }

  clear(): void {
    this.list.clear();
    this.bodies.clear();
    this.bytes = 0;
  }

  private trim(): void {
    for (const request of this.list) {
      if (this.list.size <= this.most.requests) break;
      this.list.delete(request);
      this.leaveOut(request);
    }
    for (const request of this.bodies.keys()) {
      if (this.bytes <= this.most.bytes) break;
      this.leaveOut(request);
    }
  }

  private leaveOut(request: Request): void {
    const bytes = this.bodies.get(request);
    if (bytes === undefined) return;
    this.bodies.delete(request);
    this.bytes -= bytes;
    request.body = `(left out: ${bytes} bytes)`;
  }
}
