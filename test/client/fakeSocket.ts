const ACK = { type: 'connection_ack', payload: { connectionTimeoutMs: 300_000 } };

/** A WebSocket whose server is the test. */
export class FakeSocket {
  static readonly CONNECTING = 0;
  static all: FakeSocket[] = [];
  readyState = FakeSocket.CONNECTING;
  readonly sent: { type: string; id?: string; payload?: object }[] = [];
  isClosed = false;
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onerror: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;

  constructor(
    readonly url: string,
    readonly protocols: string[],
  ) {
    FakeSocket.all.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as { type: string });
  }

  close(): void {
    this.readyState = 2;
    this.isClosed = true;
  }

  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  /** Opens, and greets. */
  open(): void {
    this.readyState = 1;
    this.onopen?.();
    this.say(ACK);
  }

  /** Says to all that was started that it listens for it. */
  listen(): void {
    this.started.forEach((id) => this.say({ type: 'start_ack', id }));
  }

  get started(): (string | undefined)[] {
    return this.sent.flatMap(({ type, id }) => (type === 'start' ? [id] : []));
  }

  /** Who connects, as the second protocol says. */
  get authorization(): unknown {
    const header = this.protocols[1]?.replace('header-', '') ?? '';
    return JSON.parse(Buffer.from(header, 'base64url').toString());
  }
}
