import { readFileSync } from 'node:fs';
import { ROOT } from '../architecture/sourceFiles.ts';

/** A change of one source file, at every place that `find` finds. How the file is formatted makes no difference. */
export interface Edit {
  /** From the root, with `/`. */
  file: string;
  /** What is looked for, in words for an error message. */
  sought: string;
  find(text: string): Place[];
  /** The new code in place of what was found. */
  replace(found: string): string;
}

/** From the first character up to and without the character at `end`. */
export interface Place {
  start: number;
  end: number;
}

/** Replaces code, wherever the same code stands in the file, however it is laid out. */
export function replaceCode(file: string, code: string, replacement: string): Edit {
  return { file, sought: code, find: (text) => placesOf(code, text), replace: () => replacement };
}

/**
 * The files with these changes, one after the other.
 * @throws Error if a change finds nothing to change
 */
export function applyEdits(edits: readonly Edit[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const edit of edits) {
    texts.set(edit.file, apply(edit, texts.get(edit.file) ?? readFileSync(`${ROOT}${edit.file}`, 'utf8')));
  }
  return texts;
}

function apply({ file, sought, find, replace }: Edit, text: string): string {
  const places = find(text);
  if (places.length === 0) {
    throw new Error(`${file} does not contain ${sought}`);
  }
  return places.reduceRight((changed, { start, end }) => {
    return changed.slice(0, start) + replace(text.slice(start, end)) + changed.slice(end);
  }, text);
}

/** Whether two pieces of code differ in nothing but what a formatter decides. */
export function isSameCode(one: string, other: string): boolean {
  return compact(one).text === compact(other).text;
}

function placesOf(code: string, text: string): Place[] {
  const sought = compact(code).text;
  const whole = compact(text);
  const places: Place[] = [];
  for (let at = whole.text.indexOf(sought); at >= 0; at = whole.text.indexOf(sought, at + sought.length)) {
    const [start = 0, last = 0] = [whole.positions[at], whole.positions[at + sought.length - 1]];
    places.push({ start, end: last + 1 });
  }
  return places;
}

/** Code without white space and trailing commas, and where each of its characters stood. */
function compact(code: string): { text: string; positions: number[] } {
  const kept = [...code.matchAll(/(?!,\s*[)\]}])\S/g)];
  return { text: kept.map(([character]) => character).join(''), positions: kept.map(({ index }) => index) };
}
