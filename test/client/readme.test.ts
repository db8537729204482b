import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { transform } from 'esbuild';
import { describe, expect, it } from 'vitest';

describe('client/README.md', () => {
  const text = readFileSync(join(import.meta.dirname, '../../client/README.md'), 'utf8');
  const blocks = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code);
  const files = ['snippets', 'transports'].flatMap((folder) =>
    readdirSync(join(import.meta.dirname, folder)).map((file) => `${folder}/${file}`),
  );

  it.each(files)('shows %s to the letter: the lines that the tests run', (file) => {
    expect(blocks).toContain(readFileSync(join(import.meta.dirname, file), 'utf8'));
  });

  it('shows no other code', () => {
    expect(blocks.length).toBe(files.length);
  });

  it('gives browsers the part of Buffer that the link of AppSync needs, and Node keeps its own', async () => {
    const [remedy = ''] = /^if \(!\('Buffer' in globalThis\)\) \{\n[^]*?^\}\n/m.exec(text) ?? [];
    const { code } = await transform(remedy, { loader: 'ts' });
    const browser = runInNewContext(`${code}; globalThis`, { btoa, TextEncoder }) as typeof globalThis;
    const header = '{"Authorization":"tök€n"}';
    expect(browser.Buffer.from(header).toString('base64')).toBe(Buffer.from(header).toString('base64'));
    expect(runInNewContext(`${code}; Buffer`, { Buffer })).toBe(Buffer);
  });
});
