import { NotEmulated } from './notEmulated.ts';

/** A part of a pattern: its text for a JavaScript RegExp with the flag `u`, and whether it can match the empty text. */
export interface PatternPart {
  source: string;
  isNullable: boolean;
}

/** Characters from which Java reads a regular expression; walks them by code point. */
export class PatternReader {
  readonly #characters: string[];
  readonly #pattern: string;
  #at = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
    this.#characters = [...pattern];
  }

  peek(ahead = 0): string | undefined {
    return this.#characters[this.#at + ahead];
  }

  /** The next character, which has to be there. */
  take(): string {
    const character = this.#characters[this.#at];
    if (character === undefined) {
      throw this.refuse('an end too early');
    }
    this.#at += 1;
    return character;
  }

  /** Takes the text if it is next. */
  skip(text: string): boolean {
    const isNext = [...text].every((character, index) => this.peek(index) === character);
    if (isNext) {
      this.#at += text.length;
    }
    return isNext;
  }

  /** Digits until something else. */
  takeWhile(isWanted: (character: string) => boolean): string {
    let taken = '';
    for (let next = this.peek(); next !== undefined && isWanted(next); next = this.peek()) {
      taken += this.take();
    }
    return taken;
  }

  refuse(what: string): NotEmulated {
    return new NotEmulated(`${what} in the Java regular expression ${this.#pattern}`);
  }
}

/** A character that stands for itself. Java and JavaScript differ on halves of surrogate pairs. */
export function literal(character: string, reader: PatternReader): string {
  const code = character.codePointAt(0)!;
  if (code >= 0xd800 && code <= 0xdfff) {
    throw reader.refuse('half a character');
  }
  return /[A-Za-z0-9]/.test(character) ? character : `\\u{${code.toString(16)}}`;
}
