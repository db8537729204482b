import type { ResolvedField } from '../graphql/fieldLog.ts';

const KEPT_REQUESTS = 100;

/** What the resolvers of the last requests did, by the request's id: that of the answer's `x-amzn-requestid`. */
export class RequestLogs {
  readonly #logs = new Map<string, readonly ResolvedField[]>();

  readonly add = (requestId: string, resolved: readonly ResolvedField[]): void => {
    this.#logs.set(requestId, resolved);
    const [oldest = ''] = this.#logs.keys();
    if (this.#logs.size > KEPT_REQUESTS) {
      this.#logs.delete(oldest);
    }
  };

  /** Null for a request that was never executed, or is no longer among the last 100. */
  find(requestId: string): readonly ResolvedField[] | null {
    return this.#logs.get(requestId) ?? null;
  }
}
