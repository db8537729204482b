/** Remembers what was worked out, for the texts that were asked for last. */
export class Recent<Value> {
  readonly #values = new Map<string, Value>();
  readonly #size: number;

  /** @param size how many texts are remembered */
  constructor(size: number) {
    this.#size = size;
  }

  get(text: string): Value | undefined {
    const value = this.#values.get(text);
    if (value !== undefined) {
      this.#values.delete(text);
      this.#values.set(text, value);
    }
    return value;
  }

  set(text: string, value: Value): void {
    this.#values.set(text, value);
    const [oldest] = this.#values.keys();
    if (this.#values.size > this.#size && oldest !== undefined) this.#values.delete(oldest);
  }
}
