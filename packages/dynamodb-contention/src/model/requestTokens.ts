const REMEMBERED_MS = 10 * 60 * 1000;

/**
 * Idempotency tokens of transactions (docs/reference/dynamodb.md#idempotency). Only success is remembered, for ten
 * minutes.
 */
export class RequestTokens {
  private readonly committed = new Map<string, number>();
  private readonly running = new Set<string>();
  constructor(private readonly nowMs: () => number) {}

  isCommitted(token: string): boolean {
    return (this.committed.get(token) ?? -Infinity) > this.nowMs();
  }

  /** False while a transaction with this token runs. */
  begin(token: string): boolean {
    if (this.running.has(token)) {
      return false;
    }
    this.running.add(token);
    return true;
  }

  commit(token: string): void {
    this.committed.set(token, this.nowMs() + REMEMBERED_MS);
    for (const [oldest, until] of this.committed) {
      if (until > this.nowMs()) {
        break;
      }
      this.committed.delete(oldest);
    }
  }

  end(token: string): void {
    this.running.delete(token);
  }
}
