import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { reasonIn } from '../../tools/start/synthesise.ts';

const project = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'start-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('npm start', () => {
  it('says what it does while it does it, repeats what the app says when it cannot be synthesised, and stops the database', () => {
    const app = `node -e "throw new Error('Query.x has no file')"`;
    writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ app }));
    const args = ['--import', import.meta.resolve('tsx'), join(project, 'tools/start.ts')];
    const { status, stderr } = spawnSync(
      process.execPath,
      [...args, '--port', '0', '--in-memory', '--state-dir', join(folder, 'state')],
      { cwd: folder, encoding: 'utf8' },
    );
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: [
        'Starting DynamoDB Local …',
        'Synthesising the CDK app; until its sources change, the next start finds it ready …',
        'The CDK app could not be synthesised: Error: Query.x has no file\n',
      ].join('\n'),
    });
    expect(readdirSync(join(folder, 'state', 'pids'))).toEqual([]);
  });
});

describe('reasonIn', () => {
  it.each([
    [
      'an app’s own words',
      'The resolvers do not fit the schema:\n  - one\n',
      'The resolvers do not fit the schema:\n  - one',
    ],
    ['the message of a stack trace', 'file:1\nx\n^\n\nError: no\n    at f (x)\n', 'Error: no'],
    [
      'the first place of a stack trace that is in the project',
      [
        'Error: no',
        '    at f (/project/node_modules/library/index.js:1:2)',
        '    at /elsewhere/a.ts:3:4',
        '    at g (node:internal/modules:5:6)',
        '    at async new Api (file:///project/infra/a%20b.ts:7:8)',
        '    at /project/infra/app.ts:9:10',
      ].join('\n'),
      'Error: no (infra/a b.ts:7:8)',
    ],
    ['silence', '', 'it ended without saying why.'],
  ])('finds %s', (_what, stderr, reason) => expect(reasonIn(stderr, '/project')).toBe(reason));
});
