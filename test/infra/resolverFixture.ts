import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { ResolverFile } from '../../infra/wiring/resolverFile.ts';
import { prepareResolvers } from '../../infra/wiring/prepareResolvers.ts';
import { WiringError, type WiringProblem } from '../../infra/wiring/wiringError.ts';

export const GOOD_SOURCE = `
  import { util, type Context } from '@aws-appsync/utils';
  export function request(ctx: Context) { return { payload: ctx.args }; }
  export function response(ctx: Context) {
    if (ctx.error) { util.error(ctx.error.message, ctx.error.type); }
    return ctx.result;
  }`;

export interface Preparation {
  resolvers: ResolverFile[];
  problems: WiringProblem[];
  message: string;
  outputFolder: string;
}

/** Prepares resolver files, given as path → source, in a folder that is removed after the test. */
export function prepare(schemaText: string, sources: Record<string, string>): Preparation {
  const root = mkdtempSync(join(tmpdir(), 'resolvers-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(root, 'node_modules'));
  const folders = { resolversFolder: join(root, 'resolvers'), outputFolder: join(root, 'build') };
  mkdirSync(folders.resolversFolder);
  for (const [file, text] of Object.entries(sources)) {
    const path = join(folders.resolversFolder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  const outcome = { resolvers: [], problems: [], message: '', outputFolder: folders.outputFolder };
  try {
    return { ...outcome, resolvers: prepareResolvers(schemaText, folders) };
  } catch (error) {
    if (error instanceof WiringError) {
      return { ...outcome, problems: error.problems, message: error.message };
    }
    throw error;
  }
}
