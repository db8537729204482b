import { mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openLogs } from '../../src/serve/openLogs.ts';
import { temporaryDirectory } from '../handmadeAssembly.ts';

it('goes on when a log cannot be written, and says so once each time it begins', () => {
  const said: string[] = [];
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  onTestFinished(() => void write.mockRestore());
  const stateDir = temporaryDirectory();
  const log = openLogs(stateDir, false);
  const file = join(stateDir, 'logs', 'stream.log');
  // Nothing can be appended to a folder, as nothing can to a full disk.
  mkdirSync(file);
  log('stream', 'lost\n');
  log('stream', 'lost\n');
  expect(said).toEqual([expect.stringMatching(/^What is printed is not kept in .*logs: EISDIR.*\n$/)]);
  rmdirSync(file);
  log('stream', 'kept\n');
  expect(readFileSync(file, 'utf8')).toBe('kept\n');
  expect(said).toHaveLength(1);
});
