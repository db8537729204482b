import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSecrets } from '../../src/auth/localSecrets.ts';
import { loadSigningKey } from '../../src/auth/signingKey.ts';
import { StartError } from '../../src/error/localError.ts';
import { loadCertificate } from '../../src/http/certificate.ts';
import { temporaryDirectory } from '../handmadeAssembly.ts';

const FILES: [name: string, load: (stateDir: string) => Promise<unknown>, changes: string][] = [
  ['seed', loadSecrets, 'the tables stay, access keys and API keys change'],
  ['signing-key.json', loadSigningKey, 'tokens issued before are refused then'],
  ['tls/server.json', loadCertificate, 'clients have to trust its authority anew'],
];

describe.each(FILES)('%s', (name, load, changes) => {
  const sentence = (path: string) =>
    `${path} is empty or damaged: remove it, and the next start makes a new one; ${changes}.`;

  it.each(['', '\n', '{}', 'null', '0000'])(
    'is refused in one sentence when it holds %j, and left alone',
    async (text) => {
      const stateDir = temporaryDirectory();
      const path = join(stateDir, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      await expect(load(stateDir)).rejects.toThrow(new StartError(sentence(path)));
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );

  it('is refused in one sentence when it was cut short', async () => {
    const stateDir = temporaryDirectory();
    const path = join(stateDir, name);
    await load(stateDir);
    truncateSync(path, Math.floor(readFileSync(path).length / 2));
    await expect(load(stateDir)).rejects.toThrow(new StartError(sentence(path)));
  });

  it('is the same for all who make it at once', async () => {
    const stateDir = temporaryDirectory();
    await Promise.all([load(stateDir), load(stateDir), load(stateDir)]);
    await expect(load(stateDir)).resolves.toBeDefined();
  });
});
