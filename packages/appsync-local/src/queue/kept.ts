const MESSAGES_KEPT = 1000;

/** Messages of queues, oldest first, of which nobody takes any: the last 1,000. */
export class Kept<Message> {
  readonly items: Message[] = [];

  add(message: Message): void {
    this.items.push(message);
    if (this.items.length > MESSAGES_KEPT) {
      this.items.shift();
    }
  }
}
