import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningApi } from '../../src/api/runningApi.ts';
import { signRequest } from '../../src/auth/signRequest.ts';
import { handlers, serveHandmade } from '../handmadeApi.ts';

const schema = `
type Query {
  open: String @aws_api_key
  own: AWSJSON
  group: String @aws_cognito_user_pools(cognito_groups: ["organizers"])
  backend: AWSJSON @aws_iam
  either: String @aws_api_key @aws_iam
  thing: Thing @aws_api_key @aws_cognito_user_pools
  bare: Bare @aws_api_key @aws_cognito_user_pools
}
type Thing @aws_api_key @aws_cognito_user_pools { name: String  hidden: String @aws_cognito_user_pools  must: String! @aws_iam }
type Bare { name: String }
`;
const PROVIDERS = [{ AuthenticationType: 'API_KEY' }, { AuthenticationType: 'AWS_IAM' }];
const COGNITO = {
  AuthenticationType: 'AMAZON_COGNITO_USER_POOLS',
  UserPoolConfig: { UserPoolId: { Ref: 'Pool' }, AppIdClientRegex: { Ref: 'Client' }, DefaultAction: 'ALLOW' },
};

let api: RunningApi;
beforeAll(async () => {
  api = await serveHandmade({
    schema,
    api: { ...COGNITO, AdditionalAuthenticationProviders: PROVIDERS },
    resources: { Pool: { Type: 'AWS::Cognito::UserPool' }, Client: { Type: 'AWS::Cognito::UserPoolClient' } },
    resolvers: {
      'Query.open': handlers('({ payload: "o" })'),
      'Query.own': handlers('({ payload: ctx.identity })'),
      'Query.group': handlers('({ payload: "g" })'),
      'Query.backend': handlers('({ payload: ctx.identity })'),
      'Query.either': handlers('({ payload: util.authType() })'),
      'Query.thing': handlers('({ payload: { name: "n", hidden: "h", must: "m" } })'),
      'Query.bare': handlers('({ payload: { name: "n" } })'),
    },
  });
});
afterAll(() => api.close());

const denied = (path: string[], field: string, type: string) => ({
  path,
  data: null,
  errorType: 'Unauthorized',
  errorInfo: null,
  message: `Not Authorized to access ${field} on type ${type}`,
});

describe('directives', () => {
  it('let only the default mode pass where there are none', async () => {
    const asKey = await api.execute({ query: '{ open own }' });
    expect(asKey.status).toBe(200);
    expect(asKey.body).toMatchObject({ data: { open: 'o', own: null }, errors: [denied(['own'], 'own', 'Query')] });
    const asUser = await api.execute({ query: '{ own }', as: { username: 'alice' } });
    expect(asUser.body.errors).toBeUndefined();
  });

  it('on a field take the default mode away', async () => {
    const { body } = await api.execute({ query: '{ open }', as: { username: 'alice' } });
    expect(body.errors).toMatchObject([denied(['open'], 'open', 'Query')]);
  });

  it('mean OR when there are several', async () => {
    expect((await api.execute({ query: '{ either }' })).body.data).toEqual({ either: 'API Key Authorization' });
    expect((await api.execute({ query: '{ either }', as: 'iam' })).body.data).toEqual({ either: 'IAM Authorization' });
  });

  it('ask for one of the groups', async () => {
    expect(
      (await api.execute({ query: '{ group }', as: { username: 'a', groups: ['organizers', 'x'] } })).body.data,
    ).toEqual({ group: 'g' });
    expect((await api.execute({ query: '{ group }', as: { username: 'a', groups: ['x'] } })).body.errors).toMatchObject(
      [denied(['group'], 'group', 'Query')],
    );
  });

  it('of a type hold for its fields without any, and are needed on nested types', async () => {
    const thing = await api.execute({ query: '{ t: thing { name hidden } }' });
    expect(thing.body).toMatchObject({
      data: { t: { name: 'n', hidden: null } },
      errors: [denied(['t', 'hidden'], 'hidden', 'Thing')],
    });
    const bare = await api.execute({ query: '{ bare { name } }' });
    expect(bare.body).toMatchObject({
      data: { bare: { name: null } },
      errors: [denied(['bare', 'name'], 'name', 'Bare')],
    });
  });

  it('that deny a non-null field null its parent', async () => {
    const { body } = await api.execute({ query: '{ thing { name must } }' });
    expect(body).toMatchObject({ data: { thing: null }, errors: [denied(['thing', 'must'], 'must', 'Thing')] });
  });
});

describe('a call', () => {
  const refused = (message: string) => ({ errors: [{ errorType: 'UnauthorizedException', message }] });
  const call = (headers: Record<string, string>) => api.execute({ query: '{ __typename }', headers });

  it('is refused with 401 without credentials, with a wrong key, and with a token that is none', async () => {
    expect(await api.execute({ query: '{ open }', as: 'nobody' })).toMatchObject({
      status: 401,
      body: refused('Valid authorization header not provided.'),
    });
    const wrongKey = await call({ 'x-api-key': 'da2-wrong' });
    expect(wrongKey).toMatchObject({ status: 401, body: refused('You are not authorized to make this call.') });
    expect(wrongKey.headers['x-amzn-errortype']).toBe('UnauthorizedException');
    expect(await call({ authorization: 'garbage' })).toMatchObject({
      status: 401,
      body: refused('Unable to parse JWT token.'),
    });
  });

  it('is refused with 401 when the token has expired', async () => {
    const authorization = await api.issueToken('alice', { expiresInSeconds: -1 });
    expect(await call({ authorization })).toMatchObject({ status: 401, body: refused('Token has expired.') });
  });

  it('is refused with 401 when the token was signed by another key', async () => {
    const other = await serveHandmade({ schema: 'type Query { a: Int }' });
    const authorization = await other.issueToken('alice');
    await other.close();
    expect(await call({ authorization })).toMatchObject({ status: 401, body: refused('Unable to parse JWT token.') });
  });

  it('shows the identity of an id token, an access token, and a token after Bearer', async () => {
    const id = await api.issueToken('alice', { groups: ['organizers'] });
    const identity = JSON.parse(
      String((await api.execute({ query: '{ own }', headers: { authorization: `Bearer ${id}` } })).body.data?.own),
    ) as object;
    expect(identity).toMatchObject({
      username: 'alice',
      groups: ['organizers'],
      defaultAuthStrategy: 'ALLOW',
      sourceIp: ['127.0.0.1'],
    });
    const access = await api.issueToken('bob', { use: 'access' });
    const own = (await api.execute({ query: '{ own }', headers: { authorization: access } })).body.data?.own;
    expect(JSON.parse(String(own))).toMatchObject({
      username: 'bob',
      groups: null,
      claims: { client_id: expect.any(String) as string },
    });
  });

  it('is accepted with a signature of the local pair, and refused with 403 with any other', async () => {
    const { body } = await api.execute({ query: '{ backend }', as: 'iam' });
    expect(JSON.parse(String(body.data?.backend))).toMatchObject({
      accountId: '000000000000',
      cognitoIdentityId: null,
    });
    const text = JSON.stringify({ query: '{ backend }', variables: null, operationName: null });
    const wrong = await signRequest(api.url, text, { ...api.credentials, secretAccessKey: 'wrong' }, api.region);
    expect(await api.execute({ query: '{ backend }', headers: wrong })).toMatchObject({
      status: 403,
      body: { errors: [{ errorType: 'InvalidSignatureException' }] },
    });
    const right = await signRequest(api.url, text, api.credentials, api.region);
    expect(await api.execute({ query: '{ either }', headers: right })).toMatchObject({ status: 403 });
    const elsewhere = await signRequest(api.url, text, api.credentials, 'eu-west-1');
    expect(await api.execute({ query: '{ backend }', headers: elsewhere })).toMatchObject({ status: 403 });
  });

  it('is judged by its API key first when it carries several credentials', async () => {
    const authorization = await api.issueToken('alice');
    expect((await call({ authorization, 'x-api-key': 'da2-wrong' })).status).toBe(401);
  });
});

describe('an API key', () => {
  it('is da2- and 26 characters, and refused after its expiry', async () => {
    expect(api.apiKey).toMatch(/^da2-[a-z0-9]{26}$/);
    const old = await serveHandmade({
      schema: 'type Query { a: Int }',
      resources: { Key: { Type: 'AWS::AppSync::ApiKey', Properties: { Expires: 1_600_000_000 } } },
    });
    expect((await old.execute({ query: '{ a }' })).status).toBe(401);
    await old.close();
  });
});

describe('an API for IAM only', () => {
  it('answers 403 IncompleteSignatureException to any other Authorization header', async () => {
    const iam = await serveHandmade({ schema: 'type Query { a: Int }', api: { AuthenticationType: 'AWS_IAM' } });
    const answer = await iam.execute({ query: '{ a }', headers: { authorization: 'token' } });
    expect(answer).toMatchObject({ status: 403, body: { errors: [{ errorType: 'IncompleteSignatureException' }] } });
    await iam.close();
  });
});
