import { mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openLogs } from '../../src/serve/openLogs.ts';
import { temporaryDirectory } from '../handmadeAssembly.ts';

/** What is written to stderr during a test. */
function listen(): string[] {
  const said: string[] = [];
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  onTestFinished(() => void write.mockRestore());
  return said;
}

it.each([
  { isVerbose: false, shown: ['resolvers/a.ts:5:69: TypeError: no (Query.a)\n'] },
  {
    isVerbose: true,
    shown: [
      'Query.a: INFO - resolvers/a.ts:4:1: "asked"\nQuery.a: ERROR - resolvers/a.ts:5:69: TypeError: no\n',
      'Query.b: INFO - resolvers/b.ts:1:1: "fine"\n',
    ],
  },
])('shows a fault once, verbose ($isVerbose) or not, and keeps it in the log', ({ isVerbose, shown }) => {
  const said = listen();
  const stateDir = temporaryDirectory();
  const log = openLogs(stateDir, isVerbose);
  const fault = 'resolvers/a.ts:5:69: TypeError: no';
  const printed = `INFO - resolvers/a.ts:4:1: "asked"\nERROR - ${fault}\n`;
  log('Query.a', printed, fault);
  log('Query.b', 'INFO - resolvers/b.ts:1:1: "fine"\n');
  expect(said).toEqual(shown);
  expect(readFileSync(join(stateDir, 'logs/Query.a.log'), 'utf8')).toBe(printed);
});

it('goes on when a log cannot be written, and says so once each time it begins', () => {
  const said = listen();
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
