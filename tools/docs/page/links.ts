import { ERROR_TYPES } from '../errorMeanings.ts';

const BUILT_IN = new Set(['ID', 'String', 'Int', 'Boolean', 'AWSDateTime']);

/** A type as the schema writes it, its name linked to its section. */
export function linkType(type: string): string {
  const name = type.replaceAll(/[^\w]/g, '');
  return BUILT_IN.has(name) ? `\`${type}\`` : `[\`${type}\`](${anchorOf(name)})`;
}

/** A text with the names of errors linked to their sections. */
export function linkErrors(text: string): string {
  return text.replaceAll(new RegExp(`\\b(${ERROR_TYPES.join('|')})\\b`, 'g'), (name) => `[${name}](${anchorOf(name)})`);
}

/** Where a heading is, as GitHub names it. */
export function anchorOf(heading: string): string {
  return `#${heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-')}`;
}
