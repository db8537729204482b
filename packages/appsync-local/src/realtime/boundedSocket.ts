import type { WebSocket } from 'ws';

/** How much may wait for a client that reads too slowly, in bytes. */
export interface SocketBounds {
  /**
   * Above this, events are dropped: AppSync's delivery is best effort (docs/reference/appsync.md#what-subscribers-get).
   */
  dropAboveBytes: number;
  /** Above this, the socket is closed: it asks for more and more, and reads nothing. */
  closeAboveBytes: number;
}

export const SOCKET_BOUNDS: SocketBounds = { dropAboveBytes: 1024 * 1024, closeAboveBytes: 4 * 1024 * 1024 };

/** A socket whose waiting output is bounded, so that one client can neither slow the others nor fill the memory. */
export class BoundedSocket {
  readonly #socket: WebSocket;
  readonly #bounds: SocketBounds;

  readonly #onOverflow: () => void;

  /** `onOverflow` is told when the socket had to be closed. */
  constructor(socket: WebSocket, bounds: SocketBounds, onOverflow: () => void) {
    this.#socket = socket;
    this.#bounds = bounds;
    this.#onOverflow = onOverflow;
  }

  /** Sends an answer; terminates the socket if too much is waiting. */
  send(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) {
      return;
    }
    if (this.#socket.bufferedAmount <= this.#bounds.closeAboveBytes) {
      this.#socket.send(text, () => undefined);
      return;
    }
    this.#onOverflow();
    this.#socket.terminate();
  }

  /** Sends an event, or answers false if it had to be dropped. */
  offer(text: string): boolean {
    if (this.#socket.readyState !== this.#socket.OPEN || this.#socket.bufferedAmount > this.#bounds.dropAboveBytes) {
      return false;
    }
    this.#socket.send(text, () => undefined);
    return true;
  }

  /** Says goodbye after everything that was sent. */
  close(): void {
    this.#socket.close(1000);
  }
}
