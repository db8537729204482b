import { cp, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** What packing the client needs. */
const PARTS = [
  'package.json',
  'tsconfig.json',
  'tools/buildClient.ts',
  'tools/preflight.cjs',
  'tools/frame',
  'tools/outputs/writeSchema.ts',
  'infra/api/appsync.graphql',
  'schema.graphql',
  'client',
];

/** Makes a folder that is like a fresh checkout: nothing of the client package is built, so packing it has to. */
export async function copyCheckout(folder: string): Promise<void> {
  for (const part of PARTS) {
    await cp(join(ROOT, part), join(folder, part), {
      recursive: true,
      filter: (path) => path !== join(ROOT, 'client/dist'),
    });
  }
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
}
