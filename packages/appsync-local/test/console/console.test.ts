import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningApi } from '../../src/api/runningApi.ts';
import type { ConsoleSettings } from '../../src/console/settings.ts';
import { handlers, serveHandmade } from '../handmadeApi.ts';
import { temporaryDirectory } from '../handmadeAssembly.ts';

let api: RunningApi;
let origin: string;
const operationsDir = join(temporaryDirectory(), 'operations');
const stateDir = temporaryDirectory();

beforeAll(async () => {
  mkdirSync(operationsDir);
  writeFileSync(join(operationsDir, 'a.graphql'), 'query Who($limit: Int!) { ...F } fragment F on Query { who }');
  writeFileSync(join(operationsDir, 'b.graphql'), 'query Again { ...F }');
  writeFileSync(join(operationsDir, 'broken.graphql'), 'query {');
  writeFileSync(
    join(operationsDir, 'examples.json'),
    '{"usernames": {"user": "zoe"}, "variables": {"Who": {"limit": 3}}}',
  );
  const schema =
    'type Query { who: AWSJSON @aws_api_key @aws_iam @aws_cognito_user_pools(cognito_groups: ["chiefs"]) }';
  const AdditionalAuthenticationProviders = [
    { AuthenticationType: 'AWS_IAM' },
    {
      AuthenticationType: 'AMAZON_COGNITO_USER_POOLS',
      UserPoolConfig: { UserPoolId: 'us-east-1_LocalPool', AwsRegion: 'us-east-1' },
    },
  ];
  api = await serveHandmade(
    {
      schema,
      api: { AdditionalAuthenticationProviders },
      resolvers: { 'Query.who': handlers('({ payload: ctx.identity })') },
    },
    { operationsDir, stateDir },
  );
  origin = new URL(api.url).origin;
});
afterAll(() => api.close());

const prove = (body: unknown, headers: Record<string, string> = { origin }) =>
  fetch(`${origin}/console/proof`, { method: 'POST', body: JSON.stringify(body), headers });

describe('GET /', () => {
  it('serves a page whose files are kept by the browser and by the state directory', async () => {
    const page = await fetch(`${origin}/`);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const [script = '', version = ''] = /\/console\/(\w+)\/main\.js/.exec(await page.text()) ?? [];
    const file = await fetch(`${origin}${script}`);
    expect(file.headers.get('cache-control')).toContain('immutable');
    expect(file.headers.get('content-type')).toContain('javascript');
    expect(readdirSync(join(stateDir, 'console'))).toEqual([version]);
  });
});

describe('GET /console/settings', () => {
  it('offers the groups of the schema and the operations with their fragments, and says which file cannot be read', async () => {
    const settings = (await (await fetch(`${origin}/console/settings`)).json()) as ConsoleSettings;
    expect(settings).toMatchObject({ groups: ['chiefs'], usernames: { user: 'zoe' } });
    expect(settings.operations.map(({ name, group, variables }) => ({ name, group, variables }))).toEqual([
      { name: 'Who', group: 'a', variables: { limit: 3 } },
      { name: 'Again', group: 'b', variables: {} },
    ]);
    for (const { query } of settings.operations) {
      expect(query).toMatch(/^query \w+[\s\S]*fragment F on Query/);
    }
    expect(settings.problems).toEqual([expect.stringMatching(/^broken\.graphql: Syntax Error/)]);
  });
});

describe('POST /console/proof', () => {
  const body = JSON.stringify({ query: '{ who }' });

  it.each([{ kind: 'apiKey' }, { kind: 'iam' }, { kind: 'user', username: 'zoe', groups: ['chiefs'] }])(
    'makes the page $kind',
    async (identity) => {
      const answer = await prove({ identity, purpose: 'request', body });
      expect(answer.headers.has('access-control-allow-origin')).toBe(false);
      const headers = { 'content-type': 'application/json', ...((await answer.json()) as Record<string, string>) };
      const called = await fetch(api.url, { method: 'POST', body, headers });
      expect(called.status).toBe(200);
      expect(await called.json()).not.toHaveProperty('errors');
    },
  );

  it.each<Record<string, string>>([{}, { origin: 'https://evil.example' }, { origin: 'null' }])(
    'answers 403 to foreign pages: %o',
    async (headers) => {
      const answer = await prove({ identity: { kind: 'iam' }, purpose: 'request', body }, headers);
      expect(answer.status).toBe(403);
      expect(answer.headers.has('access-control-allow-origin')).toBe(false);
    },
  );

  it('answers 400 to what is no such request', async () => {
    for (const wrong of [
      null,
      {},
      { identity: { kind: 'user', username: '' }, purpose: 'request', body },
      { identity: { kind: 'iam' }, purpose: 'x', body },
    ]) {
      expect((await prove(wrong)).status).toBe(400);
    }
  });

  it('is not there for GET', async () => {
    expect((await fetch(`${origin}/console/proof`, { headers: { origin } })).status).toBe(404);
  });
});
