import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, preview } from 'vite';
import { vi } from 'vitest';

/** The example app as it would be deployed, built and served from a folder of its own. */
export interface BuiltExample {
  /** Where it is, without a slash at the end. */
  app: string;
  /** Puts another build in its place: one whose page says this in `<meta name="release">`. */
  release(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Builds the example app for the same API as the one that runs at `app`, and serves it. */
export async function serveBuiltExample(app: string): Promise<BuiltExample> {
  const outDir = await mkdtemp(join(tmpdir(), 'event-registration-built-'));
  const outputs = await (await fetch(new URL('/amplify_outputs.json', app))).text();
  const release = async (name: string): Promise<void> => {
    const sayRelease = {
      name: 'say-release',
      transformIndexHtml: () => [{ tag: 'meta', attrs: { name: 'release', content: name } }],
    };
    // Vite builds for production where nothing says otherwise; vitest says 'test'.
    vi.stubEnv('NODE_ENV', 'production');
    await build({
      root: 'examples/web',
      plugins: [sayRelease],
      build: { outDir, emptyOutDir: true },
      logLevel: 'error',
    }).finally(() => vi.unstubAllEnvs());
    await writeFile(join(outDir, 'amplify_outputs.json'), outputs);
  };
  await release('first');
  const server = await preview({
    root: 'examples/web',
    build: { outDir },
    preview: { port: 0, host: 'localhost' },
    logLevel: 'error',
  });
  return {
    app: server.resolvedUrls?.local[0]?.replace(/\/$/, '') ?? '',
    release,
    async close() {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
