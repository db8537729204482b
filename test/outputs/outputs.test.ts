import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { parseAmplifyConfig } from 'aws-amplify/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { templatesOf } from '../infra/synthesise.ts';
import { startWorld, type World } from '../support/world.ts';

const directory = mkdtempSync(join(tmpdir(), 'outputs-'));
const out = join(directory, 'amplify_outputs.json');
let api: World;
beforeAll(async () => {
  api = await startWorld();
});
afterAll(async () => {
  await api?.close();
  rmSync(directory, { recursive: true });
});

async function outputs(...args: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  return promisify(execFile)(process.execPath, ['--import', 'tsx', 'tools/outputs.ts', '--out', out, ...args]).then(
    ({ stdout, stderr }) => ({ exitCode: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ exitCode: code, stdout, stderr }),
  );
}

const written = () => parseAmplifyConfig(JSON.parse(readFileSync(out, 'utf8')));

/** What `cdk deploy --outputs-file` writes: every output of the Api stack, with a value as AWS gives it. */
const VALUES: Record<string, string> = {
  ApiUrl: 'https://abc.appsync-api.eu-west-1.amazonaws.com/graphql',
  RealtimeUrl: 'wss://abc.appsync-realtime-api.eu-west-1.amazonaws.com/graphql',
  ApiKey: 'da2-abcdefghijklmnopqrstuvwxyz',
  Region: 'eu-west-1',
  UserPoolId: 'eu-west-1_AbCdEfGhI',
  UserPoolClientId: '1234567890abcdefghijklmnop',
};
const prod = templatesOf('prod');
function deployed(...stages: string[]): string {
  const stack = Object.fromEntries(
    Object.keys(prod.api.findOutputs('*')).map((name) => [name, VALUES[name] ?? `the ${name}`]),
  );
  const file = join(directory, `${stages.join('-')}.json`);
  writeFileSync(
    file,
    JSON.stringify(
      Object.fromEntries(
        stages.flatMap((stage) => [
          [`EventRegistration-${stage}-Data`, {}],
          [`EventRegistration-${stage}-Api`, stack],
        ]),
      ),
    ),
  );
  return file;
}

describe('npm run outputs', () => {
  it('writes from a deployment what Amplify configures itself by', async () => {
    expect(await outputs('--from', deployed('prod'))).toMatchObject({ exitCode: 0, stderr: '' });
    const config = written();
    expect(config.API?.GraphQL).toMatchObject({
      endpoint: VALUES.ApiUrl,
      region: 'eu-west-1',
      apiKey: VALUES.ApiKey,
      defaultAuthMode: 'userPool',
    });
    expect(config.Auth?.Cognito).toMatchObject({
      userPoolId: VALUES.UserPoolId,
      userPoolClientId: VALUES.UserPoolClientId,
    });
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ custom: { realtime_url: VALUES.RealtimeUrl } });
  });

  it('writes the schema beside it, and what AppSync adds, to the letter', async () => {
    const { stdout } = await outputs('--from', deployed('prod'));
    for (const [copy, file] of [
      ['schema.graphql', 'schema.graphql'],
      ['appsync.graphql', 'infra/api/appsync.graphql'],
    ] as const) {
      expect(readFileSync(join(directory, copy), 'utf8')).toBe(readFileSync(file, 'utf8'));
      expect(stdout).toContain(join(directory, copy));
    }
  });

  it('tells the rules for passwords that the user pool has', async () => {
    await outputs('--from', deployed('prod'));
    const { Properties: pool } = Object.values(prod.data.findResources('AWS::Cognito::UserPool'))[0] ?? {};
    const { MinimumLength, RequireLowercase, RequireUppercase, RequireNumbers, RequireSymbols } =
      pool.Policies.PasswordPolicy;
    expect(written().Auth?.Cognito?.passwordFormat).toEqual({
      minLength: MinimumLength,
      requireLowercase: RequireLowercase,
      requireUppercase: RequireUppercase,
      requireNumbers: RequireNumbers,
      requireSpecialCharacters: RequireSymbols,
    });
    expect(pool).toMatchObject({ MfaConfiguration: 'OPTIONAL', AutoVerifiedAttributes: ['email'] });
    expect(pool.UsernameAttributes).toEqual(['email']);
    expect(written().Auth?.Cognito?.loginWith).toMatchObject({ email: true, username: false });
  });

  it('writes the pool of people from before when it is told to, and refuses where there is none', async () => {
    const pool = { FormerUserPoolId: 'eu-west-1_Former', FormerUserPoolClientId: 'former' };
    const both = file('former.json', { 'EventRegistration-prod-Api': { ...VALUES, ...pool } });
    expect(await outputs('--from', both, '--former')).toMatchObject({ exitCode: 0 });
    expect(written().Auth?.Cognito).toMatchObject({ userPoolId: 'eu-west-1_Former', userPoolClientId: 'former' });
    expect(await outputs('--from', deployed('prod'), '--former')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('lacks FormerUserPoolId, FormerUserPoolClientId'),
    });
  });

  it('writes for the local server what Amplify reaches it by, with its key', async () => {
    expect(await outputs('--local', '--url', api.running.url)).toMatchObject({ exitCode: 0, stderr: '' });
    Amplify.configure(written());
    const answer = await generateClient().graphql({
      query: '{ getEvent(eventId: "none") { title } }',
      authMode: 'apiKey',
    });
    expect(answer).toMatchObject({ data: { getEvent: null } });
  });

  it('takes the stage that it is told from a file with several', async () => {
    expect(await outputs('--from', deployed('dev', 'prod'), '--stage', 'dev')).toMatchObject({ exitCode: 0 });
    expect(await outputs('--from', deployed('dev', 'prod'))).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--stage'),
    });
  });

  it.each([
    [
      'a file that is not there',
      () => join(directory, 'none.json'),
      /there is no .*none\.json \(cdk deploy --outputs-file writes it; the npm start that runs here is meant with --local\)/,
    ],
    [
      'a file that is no JSON',
      () => {
        const path = join(directory, 'cut.json');
        writeFileSync(path, '{');
        return path;
      },
      /cannot be read as JSON \(cdk deploy --outputs-file writes it\)/,
    ],
    ['outputs of another app', () => file('other.json', { Other: {} }), /found: none/],
    [
      'outputs that are not complete',
      () => file('few.json', { 'EventRegistration-dev-Api': { ApiUrl: 'https://x' } }),
      /lacks RealtimeUrl, ApiKey/,
    ],
  ])('refuses %s in a line, with exit code 2', async (_what, from, message) => {
    const { exitCode, stderr } = await outputs('--from', from());
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('refuses a local server that does not run, and a file that it cannot write', async () => {
    expect(await outputs('--local', '--url', 'http://127.0.0.1:9/graphql')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('npm start'),
    });
    expect(await outputs('--local', '--url', 'http://127.0.0.1:9/x')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('has its API at http://127.0.0.1:9/graphql, not at http://127.0.0.1:9/x'),
    });
    expect(await outputs('--from', deployed('prod'), '--out', join(directory, 'no', 'where.json'))).toMatchObject({
      exitCode: 2,
      stderr: `error: there is no folder ${join(directory, 'no')}\n`,
    });
  });
});

function file(name: string, content: object): string {
  const path = join(directory, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}
