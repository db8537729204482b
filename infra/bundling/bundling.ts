import type { BuildOptions } from 'esbuild';

/** How esbuild makes bundles, which it hands over in place of writing them. */
export type Bundling = BuildOptions & {
  absWorkingDir: string;
  entryPoints: (string | { in: string; out: string })[];
  write: false;
};
