import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunningApi } from '../../src/api/runningApi.ts';
import { serveHandmade } from '../handmadeApi.ts';
import { temporaryDirectory, writeAssembly } from '../handmadeAssembly.ts';

/** The fault is in the fifth line of the source, where it is neither in the bundle nor in what runs. */
const SOURCE = `// A comment that no bundle has.
interface Args { of: { name: string } | null }
import { helper } from './shared.ts';
export function request(ctx: { args: Args }) { console.log('asked'); return { payload: helper() }; }
export function response(ctx: { args: Args }) { return ctx.args.of!.name; }
`;
const SHARED = 'interface Unused { a: string }\n\nexport const helper = () => {\n  return "a";\n};\n';

let api: RunningApi;
const printed: string[] = [];

beforeAll(async () => {
  const assemblyDir = assemblyWithAsset();
  api = await serveHandmade(
    { schema: '' },
    { assemblyDir, onOutput: (source, text) => void printed.push(`${source}: ${text}`) },
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

/** An assembly whose one resolver is an asset with a source map beside it. */
function assemblyWithAsset(): string {
  const sources = temporaryDirectory();
  mkdirSync(join(sources, 'resolvers'));
  writeFileSync(join(sources, 'resolvers/Query.broken.ts'), SOURCE);
  writeFileSync(join(sources, 'resolvers/shared.ts'), SHARED);
  const CodeS3Location = 's3://assets/code.js';
  const Runtime = { Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' };
  const ids = { ApiId: { 'Fn::GetAtt': ['Api', 'ApiId'] }, TypeName: 'Query', FieldName: 'broken' };
  const Properties = { ...ids, Kind: 'UNIT', DataSourceName: 'NoneSource', Runtime, CodeS3Location };
  const directory = writeAssembly({
    schema: 'type Query { broken(of: String): String }',
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
  writeFileSync(join(directory, 'assets.json'), JSON.stringify({ files: { code } }));
  return directory;
}
