import { cp, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';

interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
}

/** Writes a copy of the run's assembly with a changed Api stack. @returns its directory, a new one */
export async function changedAssembly(change: (resources: Record<string, Resource>) => void): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'access-assembly-'));
  await cp(inject('assemblyDir'), copy, { recursive: true });
  const file = join(copy, (await readdir(copy)).find((name) => name.endsWith('-Api.template.json')) ?? '');
  const template = JSON.parse(await readFile(file, 'utf8')) as { Resources: Record<string, Resource> };
  change(template.Resources);
  await writeFile(file, JSON.stringify(template));
  return copy;
}
