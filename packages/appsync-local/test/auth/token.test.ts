import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeJwt } from 'jose';
import { serveHandmade } from '../handmadeApi.ts';
import { temporaryDirectory } from '../handmadeAssembly.ts';

const project = resolve(import.meta.dirname, '../../../..');

const run = (...args: string[]) =>
  spawnSync(process.execPath, ['--import', 'tsx', 'tools/token.ts', ...args], { cwd: project, encoding: 'utf8' });

function token(...args: string[]): string {
  const { stdout, stderr } = run(...args);
  expect(stderr).toBe('');
  return stdout;
}

describe('npm run token', () => {
  it('prints nothing but a token that a server started later on the same state accepts', async () => {
    const stateDir = temporaryDirectory();
    const printed = token('alice', '--group', 'organizers', '--group', 'admins', '--state-dir', stateDir);
    expect(printed).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(decodeJwt(printed.trim())).toMatchObject({
      'cognito:username': 'alice',
      'cognito:groups': ['organizers', 'admins'],
    });
    const api = await serveHandmade(
      {
        schema: 'type Query { a: Int }',
        api: { AuthenticationType: 'AMAZON_COGNITO_USER_POOLS', UserPoolConfig: { UserPoolId: 'x' } },
      },
      { stateDir },
    );
    expect((await api.execute({ query: '{ a }', headers: { authorization: printed.trim() } })).status).toBe(200);
    await api.close();
  });

  it('refuses a group that there is none of, with those that there are', () => {
    const { status, stdout, stderr } = run('olga', '--group', 'door', '--group', 'orgnizers');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain("argument 'orgnizers' is invalid. One of organizers, door, admins, please.\n");
  });
});
