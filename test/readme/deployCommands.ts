import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ROOT } from './commands.ts';

/** The text of a page of docs/. */
export const pageOf = (name: string): string => readFileSync(new URL(`docs/${name}`, ROOT), 'utf8');

/** The blocks of a page that begin with this info string, as one text each. */
export function blocksOf(markdown: string, info: string): string[] {
  return [...markdown.matchAll(/^```(.*)\n([^]*?)^```$/gm)].flatMap(([, given, text = '']) =>
    given === info ? [text] : [],
  );
}

/** The commands of such blocks, one a line (a line that ends in a backslash goes on), without comments. */
export function commandsOf(markdown: string, info: string): string[] {
  const lines = blocksOf(markdown, info).flatMap((block) => block.replaceAll(/\\\n\s*/g, '').split('\n'));
  return lines.map((line) => line.replace(/\s+# .*$/, '').trim()).filter((line) => line !== '');
}

/** GitHub's anchors of a page's headings. */
export function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );
}

/**
 * Whether the SDK of an AWS service knows an operation and its options, as the AWS CLI spells them; null without the
 * service's SDK.
 */
export function isKnownToSdk(service: string, operation: string, options: string[]): boolean | null {
  const declarations = declarationsOf(service);
  if (declarations === null) {
    return null;
  }
  const isOperation = declarations.commands.includes(`${pascal(operation)}Command`);
  return (
    isOperation && options.every((option) => new RegExp(`\\b${pascal(option)}\\??:`, 'i').test(declarations.models))
  );
}

function declarationsOf(service: string): { commands: string; models: string } | null {
  const folder = fileURLToPath(new URL(`node_modules/@aws-sdk/client-${service}/dist-types/`, ROOT));
  try {
    return {
      commands: readFileSync(`${folder}commands/index.d.ts`, 'utf8'),
      models: readFileSync(`${folder}models/models_0.d.ts`, 'utf8'),
    };
  } catch {
    return null;
  }
}

const pascal = (kebab: string): string => kebab.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
