import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadCode, type LoadedCode } from 'appsync-local/testing';
import { afterAll } from 'vitest';
import { prepareResolvers } from '../../infra/wiring/prepareResolvers.ts';
import type { ResolverFile } from '../../infra/wiring/resolverFile.ts';

/** What resolvers are deployed as, for a test file. */
export interface ResolverBundles {
  resolvers: ResolverFile[];
  /** The names of all bundles. */
  names: string[];
  textOf(bundle: string): string;
  /** The code of a bundle. A handler with a fault throws an Error that names its line in the sources. */
  codeOf(bundle: string): LoadedCode;
}

/** Bundles all resolvers into a folder that is gone after the test file. */
export function bundleResolvers(): ResolverBundles {
  const outputFolder = mkdtempSync(join(tmpdir(), 'resolver-bundles-'));
  afterAll(() => rmSync(outputFolder, { recursive: true }));
  const schema = readFileSync('schema.graphql', 'utf8');
  const resolvers = prepareResolvers(schema, { resolversFolder: resolve('resolvers'), outputFolder });
  const read = (file: string): string => readFileSync(join(outputFolder, file), 'utf8');
  return {
    resolvers,
    names: readdirSync(outputFolder)
      .filter((file) => file.endsWith('.js'))
      .map((file) => file.slice(0, -'.js'.length)),
    textOf: (bundle) => read(`${bundle}.js`),
    codeOf: (bundle) => faultless(bundle, loadCode(bundle, read(`${bundle}.js`), undefined, read(`${bundle}.js.map`))),
  };
}

/** The same code, with its faults thrown where AppSync answers a place in the bundle. */
function faultless(name: string, { evaluate }: LoadedCode): LoadedCode {
  return {
    evaluate: (handler, ctx, authType) => {
      const evaluation = evaluate(handler, ctx, authType);
      if (evaluation.error?.errorType === 'Code') {
        throw new Error(`${name}: ${evaluation.fault ?? evaluation.error.message}`);
      }
      return evaluation;
    },
  };
}
