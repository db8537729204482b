import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';

const OLGA = '2f6c1d0a-7b1e-4c55-9d0b-0a1b2c3d4e5f';

/** What ListUsers answers (Amazon Cognito API Reference, "ListUsers"). */
const answering = (address: string, userId: string, verified: 'true' | 'false', status: string) => ({
  Users: [
    {
      Username: userId,
      Attributes: [
        { Name: 'email', Value: address },
        { Name: 'email_verified', Value: verified },
        { Name: 'sub', Value: userId },
      ],
      UserCreateDate: 1_900_000_000.123,
      UserLastModifiedDate: 1_900_000_000.123,
      Enabled: true,
      UserStatus: status,
    },
  ],
});
const NOBODY = { Users: [] };

interface Asked {
  headers: IncomingHttpHeaders;
  body: { UserPoolId: string; Filter: string; PaginationToken?: string };
}

let answers: { status: number; body: unknown }[] = [];
let asked: Asked[] = [];
const cognito = createServer((request, response) => {
  let text = '';
  request.on('data', (chunk: Buffer) => (text += chunk.toString()));
  request.once('end', () => {
    asked.push({ headers: request.headers, body: JSON.parse(text) as Asked['body'] });
    const { status, body } = answers.shift() ?? { status: 200, body: NOBODY };
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
  });
});
const listening = new Promise<void>((resolve) => cognito.listen(0, '127.0.0.1', resolve));

const directory = mkdtempSync(join(tmpdir(), 'person-'));
const from = join(directory, 'cdk-outputs.json');
const outputs = {
  ApiUrl: 'https://x',
  RealtimeUrl: 'wss://x',
  ApiKey: '',
  Region: 'eu-west-1',
  UserPoolId: 'eu-west-1_AbCdEfGhI',
  UserPoolClientId: 'client',
};
const former = { FormerUserPoolId: 'eu-west-1_Former', FormerUserPoolClientId: 'former' };
writeFileSync(from, JSON.stringify({ 'EventRegistration-prod-Api': { ...outputs, ...former } }));

beforeEach(() => {
  answers = [];
  asked = [];
});
afterAll(() => {
  cognito.closeAllConnections();
  cognito.close();
  rmSync(directory, { recursive: true });
});

async function person(...args: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  await listening;
  const endpoint = `http://127.0.0.1:${(cognito.address() as AddressInfo).port}`;
  const env = { ...process.env, AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
  const command = ['--import', 'tsx', 'tools/person.ts', '--from', from, '--endpoint', endpoint, ...args];
  return promisify(execFile)(process.execPath, command, { env }).then(
    ({ stdout, stderr }) => ({ exitCode: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ exitCode: code, stdout, stderr }),
  );
}

describe('npm run person', () => {
  it('prints the id of whoever has the address, and nothing else', async () => {
    answers = [{ status: 200, body: answering('olga@example.com', OLGA, 'true', 'CONFIRMED') }];
    expect(await person('olga@example.com')).toEqual({ exitCode: 0, stdout: `${OLGA}\n`, stderr: '' });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.body).toEqual({ UserPoolId: 'eu-west-1_AbCdEfGhI', Filter: 'email = "olga@example.com"' });
    expect(asked[0]?.headers).toMatchObject({
      'x-amz-target': 'AWSCognitoIdentityProviderService.ListUsers',
      'content-type': 'application/x-amz-json-1.1',
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/cognito-idp\/aws4_request, SignedHeaders=/,
      ),
    });
  });

  it('never prints the id of somebody who has only named the address', async () => {
    answers = [{ status: 200, body: answering('olga@example.com', OLGA, 'false', 'UNCONFIRMED') }];
    const { exitCode, stdout, stderr } = await person('olga@example.com');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toBe(
      `Nobody who signs in has the address olga@example.com; ${OLGA} has named it, and has not proven it.\n`,
    );
  });

  it('says that there is nobody, having asked in small letters as well', async () => {
    expect(await person('Olga@Example.com')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'Nobody who signs in has the address Olga@Example.com.\n',
    });
    expect(asked.map(({ body }) => body.Filter)).toEqual(['email = "Olga@Example.com"', 'email = "olga@example.com"']);
  });

  it('reads on where a page is empty and not the last', async () => {
    answers = [
      { status: 200, body: { ...NOBODY, PaginationToken: 'next' } },
      { status: 200, body: answering('olga@example.com', OLGA, 'true', 'FORCE_CHANGE_PASSWORD') },
    ];
    expect(await person('olga@example.com')).toMatchObject({ exitCode: 0, stdout: `${OLGA}\n` });
    expect(asked[1]?.body.PaginationToken).toBe('next');
  });

  it('looks among the people from before when it is told to', async () => {
    answers = [{ status: 200, body: answering('olga@example.com', 'olga', 'true', 'CONFIRMED') }];
    expect(await person('olga@example.com', '--former')).toMatchObject({ exitCode: 0, stdout: 'olga\n' });
    expect(asked[0]?.body.UserPoolId).toBe('eu-west-1_Former');
  });

  it.each(['olga', 'a@b" or email ^= "', 'olga @example.com', 'a\\@b'])(
    'asks nobody about %j, which is no address',
    async (address) => {
      expect(await person(address)).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining('not an e-mail address'),
      });
      expect(asked).toEqual([]);
    },
  );

  it('says in a sentence what Cognito refuses', async () => {
    answers = [{ status: 400, body: { __type: 'ResourceNotFoundException', message: 'User pool does not exist.' } }];
    const { exitCode, stderr } = await person('olga@example.com');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: Cognito refuses: .*ResourceNotFoundException.*\n$/);
  });
});
