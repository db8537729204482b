import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The console's page, ready to be served. */
export interface PageBundle {
  /** Changes whenever the script or the style does. */
  version: string;
  html: string;
  script: string;
  style: string;
}

const PAGE_DIR = fileURLToPath(new URL('./page', import.meta.url));
const BUNDLED_PACKAGES = ['graphiql', 'graphql', 'react', 'react-dom', 'esbuild'];

/**
 * Bundles the page with everything it needs, fonts included, so that nothing is loaded from elsewhere. The result is
 * kept in `<stateDir>/console/<version>` and reused until the page's sources or the packages' versions change.
 */
export async function bundlePage(stateDir: string): Promise<PageBundle> {
  const version = await versionOfPage();
  const directory = join(stateDir, 'console', version);
  const read = async (): Promise<PageBundle> => {
    const [script, style, template] = await Promise.all([
      readFile(join(directory, 'main.js'), 'utf8'),
      readFile(join(directory, 'main.css'), 'utf8'),
      readFile(join(PAGE_DIR, 'index.html'), 'utf8'),
    ]);
    return { version, script, style, html: template.replaceAll('{version}', version) };
  };
  return read().catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') {
      throw error;
    }
    await bundleInto(directory);
    return read();
  });
}

/** Builds aside and moves the result into place, so that a second process never sees half of it; older versions go. */
async function bundleInto(directory: string): Promise<void> {
  const parent = join(directory, '..');
  const draft = `${directory}.${randomUUID()}`;
  await mkdir(draft, { recursive: true });
  await build({
    entryPoints: [join(PAGE_DIR, 'main.tsx')],
    outdir: draft,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    jsx: 'automatic',
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  });
  const before = await readdir(parent);
  await rename(draft, directory).catch(async (error: NodeJS.ErrnoException) => {
    await rm(draft, { recursive: true });
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') {
      throw error;
    }
  });
  const outdated = before.filter((name) => /^[0-9a-f]+$/.test(name) && join(parent, name) !== directory);
  await Promise.all(outdated.map((name) => rm(join(parent, name), { recursive: true, force: true })));
}

async function versionOfPage(): Promise<string> {
  const { resolve } = createRequire(import.meta.url);
  const sources = (await readdir(PAGE_DIR)).sort().map((name) => join(PAGE_DIR, name));
  const packages = BUNDLED_PACKAGES.map((name) => resolve(`${name}/package.json`));
  const hash = createHash('sha256');
  for (const path of [...packages, ...sources, fileURLToPath(import.meta.url)]) {
    hash.update(await readFile(path));
  }
  return hash.digest('hex').slice(0, 16);
}
