import { open, type FileHandle } from 'node:fs/promises';
import { constants } from 'node:fs';
import { UsageError } from '../usageError.ts';

/** A file of JSON lines that only grows, and only by whole appends. */
export class LineFile {
  readonly #file: FileHandle;
  readonly path: string;
  #length: number;

  private constructor(path: string, file: FileHandle, length: number) {
    this.path = path;
    this.#file = file;
    this.#length = length;
  }

  /**
   * Opens a file, or creates it. What lies behind `length` is cut off: it was written after the checkpoint that knows
   * the length, and its records will be seen again. `null` keeps everything. Throws UsageError if the file is shorter
   * than that.
   */
  static async open(path: string, length: number | null): Promise<LineFile> {
    const file = await open(path, constants.O_RDWR | constants.O_CREAT);
    const { size } = await file.stat();
    if (length !== null && size < length) {
      await file.close();
      throw new UsageError(
        `${path} is shorter than the checkpoint says: put it back, or start over by removing the checkpoint`,
      );
    }
    await file.truncate(length ?? size);
    const lines = new LineFile(path, file, length ?? size);
    // Ends a line that a kill cut short.
    if (length === null && size > 0) await lines.#write(Buffer.from('\n'));
    return lines;
  }

  /** Bytes. */
  get length(): number {
    return this.#length;
  }

  /** Appends values, one a line; they are on the disk on return. Not to be called again before that. */
  async append(values: readonly unknown[]): Promise<void> {
    if (values.length === 0) {
      return;
    }
    const bytes = Buffer.from(values.map((value) => `${jsonLine(value)}\n`).join(''));
    await this.#write(bytes);
  }

  async #write(bytes: Buffer): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      done += (await this.#file.write(bytes, done, bytes.length - done, this.#length + done)).bytesWritten;
    }
    await this.#file.datasync();
    this.#length += bytes.length;
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

/** JSON on one line for every reader: some also end lines at U+2028 and U+2029, which JSON leaves as they are. */
function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(/[\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
}
