import { buildSync } from 'esbuild';
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

/**
 * Bundles `lambda/<name>/index.ts` with everything it imports, the AWS SDK included: its version is then ours, it is
 * tree-shaken, and the folder runs by plain `node` wherever it is copied. ES module, since it is smaller than CommonJS.
 * @returns the folder to deploy, holding `index.mjs` only
 * @throws Error of esbuild when the source does not compile or an import cannot be found
 */
export function bundleLambda(name: string): string {
  const folder = `${BUILD_FOLDER}/lambda/${name}`;
  const { outputFiles } = buildSync(lambdaBundling(name));
  writeFolder(folder, new Map(outputFiles.map(({ text }) => ['index.mjs', text])));
  return folder;
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
