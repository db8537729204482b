import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { PROGRAMS } from './programs.ts';

describe.each(PROGRAMS)('%s', (path) => {
  it('ends with 2, a sentence and the way to the usage when it is wrongly called', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', path, '--no-such-option'], {
      encoding: 'utf8',
    });
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/^error: .*\n.* --help shows the usage\.\n$/),
    });
  });
});
