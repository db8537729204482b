import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const FOLDERS = [
  'domain',
  'resolvers',
  'lambda',
  'infra',
  'client',
  'examples',
  'tools',
  'packages/appsync-local',
  'packages/dynamodb-contention',
  'packages/bench',
  'packages/legacy-migration',
  'test',
] as const;
export type Folder = (typeof FOLDERS)[number];

export interface SourceFile {
  /** From the root, with `/`. */
  path: string;
  syntax: ts.SourceFile;
}

/** The TypeScript files of a folder that people write; none if the folder does not exist. */
export function sourceFilesIn(folder: string): SourceFile[] {
  if (!existsSync(`${ROOT}${folder}`)) {
    return [];
  }
  return (readdirSync(`${ROOT}${folder}`, { recursive: true }) as string[])
    .map((path) => `${folder}/${path}`)
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.generated.ts') && !/\/(node_modules|dist)\//.test(path))
    .sort()
    .map(readSource);
}

/** One file, by its path from the root. */
export function readSource(path: string): SourceFile {
  const text = readFileSync(`${ROOT}${path}`, 'utf8');
  return { path, syntax: ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true) };
}

/** Every import and re-export of a file, type-only ones included. */
export function importsOf({ syntax }: SourceFile): string[] {
  return ts.preProcessFile(syntax.text, true, true).importedFiles.map(({ fileName }) => fileName);
}
