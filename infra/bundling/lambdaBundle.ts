import { pathToFileURL } from 'node:url';
import { buildSync, type OutputFile } from 'esbuild';
import { BUILD_FOLDER, ROOT } from '../paths.ts';
import type { Bundling } from './bundling.ts';
import { writeFolder } from './writeFolder.ts';

/** Libraries among the dependencies are CommonJS and call `require`, which an ES module does not have. */
const REQUIRE_FOR_ESM = `import{createRequire as requireFrom}from'node:module';const require=requireFrom(import.meta.url);`;

/**
 * Ways to find credentials that the SDK imports only when the environment holds none; in Lambda it always does. Leaving
 * them out saves a quarter of the bundle.
 */
const UNUSED_CREDENTIAL_PROVIDERS = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-login',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@smithy/credential-provider-imds',
];

/**
 * What the SDK imports only for operations that answer a stream of events, of which the functions call none. Its client
 * of Lambda, which these functions have, loads it in any case.
 */
const UNUSED_STREAMS = ['@smithy/core/event-streams'];
const LAMBDA_CLIENTS = ['audit', 'publishChanges'];

/** What was bundled in this process, by name: all that it synthesises is made of the same sources. */
const bundled = new Map<string, { text: string; map: string }>();

/**
 * Bundles `lambda/<name>/index.ts` with everything it imports, the AWS SDK included: its version is then ours, it is
 * tree-shaken, and the folder runs by plain `node` wherever it is copied. ES module, since it is smaller than CommonJS.
 * Its source map is not deployed: it stands in a folder beside, as `index.mjs.map`.
 * @returns the folder to deploy, holding `index.mjs` only, and the one of the source map
 * @throws Error of esbuild when the source does not compile or an import cannot be found
 */
export function bundleLambda(name: string): { folder: string; mapFolder: string } {
  const folder = `${BUILD_FOLDER}/lambda/${name}`;
  const mapFolder = `${folder}.map`;
  const { text, map } = bundled.get(name) ?? textsOf(buildSync(mappedBundling(name)).outputFiles);
  bundled.set(name, { text, map });
  writeFolder(folder, new Map([['index.mjs', text]]));
  writeFolder(mapFolder, new Map([['index.mjs.map', map]]));
  return { folder, mapFolder };
}

/** How esbuild bundles a function and makes its source map, by which Node.js finds the sources where they are now. */
export function mappedBundling(name: string) {
  return {
    ...lambdaBundling(name),
    // Sources are named from where this would be written.
    outfile: `${ROOT}index.mjs`,
    sourcemap: 'external',
    sourcesContent: false,
    sourceRoot: pathToFileURL(ROOT).href,
  } satisfies Bundling;
}

/** The bundle and its source map, of what `mappedBundling` makes. */
export function textsOf(outputFiles: OutputFile[]): { text: string; map: string } {
  const textOf = (isMap: boolean) => outputFiles.find(({ path }) => path.endsWith('.map') === isMap)?.text ?? '';
  return { text: textOf(false), map: textOf(true) };
}

/** How esbuild bundles a function. */
export function lambdaBundling(name: string): Bundling {
  return {
    absWorkingDir: ROOT,
    entryPoints: [`lambda/${name}/index.ts`],
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    external: [...UNUSED_CREDENTIAL_PROVIDERS, ...(LAMBDA_CLIENTS.includes(name) ? [] : UNUSED_STREAMS)],
    mainFields: ['module', 'main'],
    legalComments: 'none',
    banner: { js: REQUIRE_FOR_ESM },
    logLevel: 'silent',
  };
}
