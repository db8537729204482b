import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { LambdaBlueprint } from '../assembly/blueprint.ts';
import { AssemblyError } from '../assembly/types.ts';

const EXTENSIONS = ['.mjs', '.js', '.cjs'];

/**
 * Copies a function's code to a directory of its own, as Lambda unpacks it to /var/task, and finds the handler's
 * module. There a `.js` file without a package.json is CommonJS, whatever package surrounds the directory here; the
 * runtime's AWS SDK can be imported. A source map in `<the asset>.map` beside the asset is put beside the module.
 * Throws AssemblyError when the handler's file is missing.
 */
export function deployCode(lambda: LambdaBlueprint, directory: string): { file: string; exportName: string } {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  if ('inline' in lambda.code) {
    writeFileSync(join(directory, 'index.js'), lambda.code.inline);
  } else {
    copyAsset(lambda, lambda.code.directory, directory);
  }
  if (!existsSync(join(directory, 'package.json'))) {
    writeFileSync(join(directory, 'package.json'), '{"type":"commonjs"}\n');
  }
  offerSdk(directory);
  const dot = lambda.handler.lastIndexOf('.');
  const module = lambda.handler.slice(0, dot);
  const file = EXTENSIONS.map((extension) => join(directory, `${module}${extension}`)).find((path) => existsSync(path));
  if (file === undefined) {
    throw new AssemblyError(`the code of ${lambda.logicalId} has no module for its handler ${lambda.handler}`);
  }
  if ('directory' in lambda.code) {
    addSourceMap(`${lambda.code.directory}.map`, directory, file);
  }
  return { file, exportName: lambda.handler.slice(dot + 1) };
}

/** Lets stacks name lines of the sources where there is a source map of the handler's module. */
function addSourceMap(maps: string, directory: string, file: string): void {
  const map = join(maps, `${relative(directory, file)}.map`);
  if (existsSync(map)) {
    cpSync(map, `${file}.map`);
    appendFileSync(file, `\n//# sourceMappingURL=${basename(file)}.map\n`);
  }
}

function copyAsset(lambda: LambdaBlueprint, asset: string, directory: string): void {
  if (!existsSync(asset)) {
    throw new AssemblyError(`the asset of ${lambda.logicalId} is missing: ${asset}`);
  }
  if (!statSync(asset).isDirectory()) {
    throw new AssemblyError(`not emulated: the code of ${lambda.logicalId} is a file (${asset}), not a directory`);
  }
  cpSync(asset, directory, { recursive: true });
}

/** Node.js runtimes of Lambda bring the AWS SDK; here it is the installed one. */
function offerSdk(directory: string): void {
  const resolved = createRequire(import.meta.url).resolve('@aws-sdk/client-dynamodb');
  const marker = `${sep}node_modules${sep}`;
  const modules = resolved.slice(0, resolved.lastIndexOf(marker) + marker.length);
  const target = join(directory, 'node_modules');
  mkdirSync(target, { recursive: true });
  for (const scope of readdirSync(modules).filter((name) => name === '@aws-sdk' || name === '@smithy')) {
    if (!existsSync(join(target, scope))) {
      symlinkSync(join(dirname(join(modules, scope)), scope), join(target, scope));
    }
  }
}
