import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesise } from '../../../../tools/start/synthesise.ts';

interface Template {
  Resources: Record<string, { Type: string; Properties?: Record<string, unknown> }>;
}

/**
 * Synthesises the app into a directory of its own.
 * @returns the cloud assembly's directory
 */
export async function synthesiseApp(): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-assembly-'));
  await synthesise(process.cwd(), directory, new AbortController().signal);
  return directory;
}

/**
 * A copy of a cloud assembly whose table has no stream: DynamoDB Local slows down with the records of a stream
 * (docs/reference/dynamodb.md#dynamodb-local), so that what is measured on many records, or while a comparator writes
 * beside, would be the stream.
 */
export function withoutStream(assemblyDir: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'bench-assembly-'));
  cpSync(assemblyDir, directory, { recursive: true });
  for (const file of readdirSync(directory).filter((name) => name.endsWith('.template.json'))) {
    const path = join(directory, file);
    const template = JSON.parse(readFileSync(path, 'utf8')) as Template;
    for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
      if (Type === 'AWS::Lambda::EventSourceMapping') {
        delete template.Resources[id];
      }
      if (Type === 'AWS::DynamoDB::Table') {
        delete Properties?.StreamSpecification;
      }
    }
    writeFileSync(path, JSON.stringify(template));
  }
  return directory;
}
