import type { Scan } from './scan.ts';

/** So many scans that are settled are kept to look at. */
const MAX_SETTLED = 200;

/**
 * The scans of one person at the door of this device, for all of its tabs. Each has an item of `localStorage` to
 * itself, so that two tabs that write at once cannot undo what the other wrote, and a scan is kept from the moment on
 * that it is added. They are sent by whoever has scanned them.
 */
export class ScanStore {
  readonly #storage: Storage;
  readonly #prefix: string;
  readonly #listeners = new Set<() => void>();
  #shown: readonly Scan[] | undefined;

  constructor(storage: Storage, username: string) {
    this.#storage = storage;
    this.#prefix = `take-a-seat:scan:${username}:`;
  }

  /** As stored now, in the order of their moments. */
  read(): readonly Scan[] {
    const scans: Scan[] = [];
    for (let index = 0; index < this.#storage.length; index += 1) {
      const key = this.#storage.key(index);
      if (key?.startsWith(this.#prefix) === true) {
        scans.push(JSON.parse(this.#storage.getItem(key) ?? '') as Scan);
      }
    }
    return scans.sort((one, other) => (one.at < other.at || (one.at === other.at && one.id < other.id) ? -1 : 1));
  }

  /** The same array until something changes, for React. */
  readonly shown = (): readonly Scan[] => (this.#shown ??= this.read());

  /** The earliest that waits to be sent. */
  firstWaiting(): Scan | undefined {
    return this.read().find(({ outcome }) => outcome === null);
  }

  /** Keeps a scan, new or changed. Throws where the browser keeps nothing more. */
  put(scan: Scan): void {
    this.#storage.setItem(this.#prefix + scan.id, JSON.stringify(scan));
    const settled = this.read().filter(({ outcome }) => outcome !== null && outcome.kind !== 'REFUSED');
    for (const { id } of settled.slice(0, -MAX_SETTLED)) {
      this.#storage.removeItem(this.#prefix + id);
    }
    this.#changed();
  }

  remove(id: string): void {
    this.#storage.removeItem(this.#prefix + id);
    this.#changed();
  }

  /** Hears of changes, in other tabs as well, until the function that is answered is called. */
  readonly listen = (listener: () => void): (() => void) => {
    const hear = ({ key }: StorageEvent): void => {
      if (key === null || key.startsWith(this.#prefix)) {
        this.#shown = undefined;
        listener();
      }
    };
    this.#listeners.add(listener);
    window.addEventListener('storage', hear);
    return () => {
      this.#listeners.delete(listener);
      window.removeEventListener('storage', hear);
    };
  };

  #changed(): void {
    this.#shown = undefined;
    this.#listeners.forEach((listener) => listener());
  }
}

const stores = new Map<string, ScanStore>();

/** The scans of a person, one object for all who ask. */
export function scansOf(username: string): ScanStore {
  const store = stores.get(username) ?? new ScanStore(localStorage, username);
  stores.set(username, store);
  return store;
}
