import type { FieldDocs, TypeDocs } from '../schema/readSchema.ts';
import { linkErrors, linkType } from './links.ts';

/** One type, input or enum as a table of its fields. */
export function typeSection({ name, kind, words, readers, fields }: TypeDocs): string {
  const what = [words.text, readers.length === 0 ? '' : `Readable for ${listing(readers)}.`].join(' ').trim();
  if (kind === 'enum')
    return [`### ${name}`, fields.map((field) => `\`${field.name}\``).join(' · '), what].join('\n\n');
  const rows = fields.map(
    (field) => `| \`${field.name}\` | ${linkType(field.type)}${defaultOf(field)} | ${describe(field)} |`,
  );
  return [`### ${name}`, what, ['| field | type | |', '|---|---|---|', ...rows].join('\n')]
    .filter((part) => part !== '')
    .join('\n\n');
}

function defaultOf({ defaultValue }: FieldDocs): string {
  return defaultValue === null ? '' : ` = \`${defaultValue}\``;
}

function describe({ words }: FieldDocs): string {
  const errors = words.errors === null ? '' : `Errors: ${linkErrors(words.errors)}`;
  return [words.text, words.who ?? '', errors]
    .filter((part) => part !== '')
    .join(' ')
    .replaceAll('|', '\\|');
}

function listing(names: string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
