import { createContext, Script } from 'node:vm';
import { NotEmulated } from './notEmulated.ts';
import { translatePattern } from './translatePattern.ts';

/** A pattern that backtracks without end is stopped. */
const TIMEOUT_MS = 1_000;

const place = createContext(Object.create(null) as object) as { source: string; text: string; replacement: string };
const test = new Script('new RegExp(source, "u").test(text)');
const replace = new Script('text.replace(new RegExp(source, flags), () => replacement)');

function run(script: Script, variables: Record<string, string>): unknown {
  return script.runInContext(Object.assign(place, variables), { timeout: TIMEOUT_MS });
}

/**
 * util.matches. Whether AppSync asks for the whole text or a part of it is not documented, so it answers only where
 * both agree. Throws NotEmulated otherwise, and for patterns that are not translated; an error of Node after a second.
 */
export function matchesJava(pattern: string, text: string): boolean {
  const { source } = translatePattern(pattern);
  const isFound = run(test, { source, text });
  if (isFound !== run(test, { source: `^(?:${source})$`, text })) {
    throw new NotEmulated(
      `util.matches of a pattern that matches a part of the text only (${pattern}): begin it with ^ and end it with $, or with .*`,
    );
  }
  return isFound as boolean;
}

/**
 * String.replace and replaceAll, whose first argument is a Java regular expression (Developer Guide, "Supported runtime
 * features"). Throws NotEmulated for a pattern that is not translated or that matches the empty text, and for a
 * replacement with references.
 */
export function replaceJava(text: string, pattern: string, replacement: string, isAll: boolean): string {
  const { source, isNullable } = translatePattern(pattern);
  if (isNullable) {
    throw new NotEmulated(`String.replace of a pattern that may match nothing (${pattern})`);
  }
  if (/[\\$]/.test(replacement)) {
    throw new NotEmulated('String.replace with \\ or $ in the replacement, which Java reads as a reference');
  }
  return run(replace, { source, text, replacement, flags: isAll ? 'gu' : 'u' }) as string;
}
