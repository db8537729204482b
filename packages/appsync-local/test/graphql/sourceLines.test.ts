import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunningApi } from '../../src/api/runningApi.ts';
import { handlers, serveHandmade } from '../handmadeApi.ts';
import { temporaryDirectory, writeAssembly } from '../handmadeAssembly.ts';

/** The fault is in the fifth line of the source, where it is neither in the bundle nor in what runs. */
const SOURCE = `// A comment that no bundle has.
interface Args { of: { name: string } | null }
import { helper } from './shared.ts';
export function request(ctx: { args: Args }) { console.log('asked'); return { payload: helper() }; }
export function response(ctx: { args: Args }) { return ctx.args.of!.name; }
`;
const SHARED = 'interface Unused { a: string }\n\nexport const helper = () => {\n  return "a";\n};\n';

/** The fault is in the third line, which no minified bundle has. */
const FUNCTION = `// A comment.
export const handler = async (): Promise<string> => {
  throw new RangeError('too far');
};
`;

let api: RunningApi;
const printed: string[] = [];
const faults: string[] = [];

beforeAll(async () => {
  const assemblyDir = assemblyWithAsset();
  api = await serveHandmade(
    { schema: '' },
    {
      assemblyDir,
      onOutput: (source, text, fault) => {
        printed.push(`${source}: ${text}`);
        faults.push(...(fault === undefined ? [] : [`${source}: ${fault}`]));
      },
    },
  );
});
afterAll(() => api.close());

it('logs what a resolver prints, and its faults, with the lines of its sources; the client gets AppSync’s answer', async () => {
  const { body } = await api.execute({ query: '{ broken }' });
  expect(body.errors?.map(({ message }) => message)).toEqual([expect.stringMatching(/^code\.js:\d+:\d+: TypeError: /)]);
  expect(printed).toEqual([
    'Query.broken: INFO - resolvers/Query.broken.ts:4:56: "asked"\n',
    expect.stringMatching(/^Query\.broken: ERROR - resolvers\/Query\.broken\.ts:5:69: TypeError: .*\n$/),
  ]);
});

it('tells faults of code from what the code raises itself; without a source map they have AppSync’s places', async () => {
  faults.length = 0;
  const { body } = await api.execute({ query: '{ broken refused bare }' });
  expect(body.errors?.map(({ errorType }) => errorType).sort()).toEqual(['Code', 'Code', 'NotThere']);
  expect(faults.sort()).toEqual([
    expect.stringMatching(/^Query\.bare: code\.js:2:\d+: TypeError: .*'name'\)$/),
    expect.stringMatching(/^Query\.broken: resolvers\/Query\.broken\.ts:5:69: TypeError: .*'name'\)$/),
  ]);
});

it('logs a function’s fault with the line of its source', async () => {
  await api.execute({ query: '{ failing }' });
  await expect.poll(() => printed.join('')).toMatch(/RangeError: too far\n.*\/lambda\/failing\.ts:3:9/);
});

/** An assembly of a resolver and a function that are assets with source maps beside them. */
function assemblyWithAsset(): string {
  const sources = temporaryDirectory();
  mkdirSync(join(sources, 'lambda'));
  writeFileSync(join(sources, 'lambda/failing.ts'), FUNCTION);
  mkdirSync(join(sources, 'resolvers'));
  writeFileSync(join(sources, 'resolvers/Query.broken.ts'), SOURCE);
  writeFileSync(join(sources, 'resolvers/shared.ts'), SHARED);
  const CodeS3Location = 's3://assets/code.js';
  const Runtime = { Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' };
  const ids = { ApiId: { 'Fn::GetAtt': ['Api', 'ApiId'] }, TypeName: 'Query', FieldName: 'broken' };
  const Properties = { ...ids, Kind: 'UNIT', DataSourceName: 'NoneSource', Runtime, CodeS3Location };
  const directory = writeAssembly({
    schema: 'type Query { broken(of: String): String failing: String refused: String bare(of: String): String }',
    resolvers: {
      'Query.failing': handlers(`({ operation: 'Invoke', payload: null })`),
      'Query.refused': handlers(`util.error('There is none.', 'NotThere')`),
      'Query.bare': handlers('ctx.args.of.name'),
    },
    sources: { 'Query.failing': 'Failing' },
    lambdas: { Failing: { code: '', properties: { Code: { S3Bucket: 'assets', S3Key: 'failing.zip' } } } },
    resources: { Broken: { Type: 'AWS::AppSync::Resolver', Properties } },
  });
  buildSync({
    absWorkingDir: sources,
    entryPoints: ['resolvers/Query.broken.ts'],
    outfile: join(directory, 'asset.js'),
    bundle: true,
    format: 'esm',
    sourcemap: 'external',
    external: ['@aws-appsync/utils'],
  });
  buildSync({
    absWorkingDir: sources,
    entryPoints: ['lambda/failing.ts'],
    outfile: join(directory, 'failing/index.mjs'),
    bundle: true,
    minify: true,
    format: 'esm',
    sourcemap: 'external',
  });
  mkdirSync(join(directory, 'failing.map'));
  renameSync(join(directory, 'failing/index.mjs.map'), join(directory, 'failing.map/index.mjs.map'));
  const map = JSON.parse(readFileSync(join(directory, 'asset.js.map'), 'utf8')) as { sources: string[] };
  const named = map.sources.map((source) => source.slice(source.indexOf('resolvers/')));
  writeFileSync(join(directory, 'asset.js.map'), JSON.stringify({ ...map, sources: named }));
  const manifest = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8')) as { artifacts: object };
  const assets = { type: 'cdk:asset-manifest', properties: { file: 'assets.json' } };
  writeFileSync(
    join(directory, 'manifest.json'),
    JSON.stringify({ ...manifest, artifacts: { ...manifest.artifacts, assets } }),
  );
  const code = { source: { path: 'asset.js' }, destinations: { here: { objectKey: 'code.js' } } };
  const failing = { source: { path: 'failing' }, destinations: { here: { objectKey: 'failing.zip' } } };
  writeFileSync(join(directory, 'assets.json'), JSON.stringify({ files: { code, failing } }));
  return directory;
}
