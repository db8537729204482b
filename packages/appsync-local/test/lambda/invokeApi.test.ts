import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunningApi } from '../../src/api/runningApi.ts';
import { handlers, serveHandmade } from '../handmadeApi.ts';

const CALLER = `
const { LambdaClient, InvokeCommand } = require('@aws-sdk/client-lambda');
const { SignatureV4 } = require('@smithy/signature-v4');
const { createHash, createHmac } = require('node:crypto');
class Sha256 {
  constructor(secret) { this.hash = secret ? createHmac('sha256', secret) : createHash('sha256'); }
  update(data) { this.hash.update(data); }
  async digest() { return new Uint8Array(this.hash.digest()); }
}
const askApi = async (query) => {
  const url = new URL(process.env.GRAPHQL_URL);
  const credentials = { accessKeyId: process.env.AWS_ACCESS_KEY_ID, secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY, sessionToken: process.env.AWS_SESSION_TOKEN };
  const signer = new SignatureV4({ service: 'appsync', region: process.env.AWS_REGION, credentials, sha256: Sha256 });
  const body = JSON.stringify({ query });
  const headers = { host: url.host, 'content-type': 'application/json' };
  const signed = await signer.sign({ method: 'POST', protocol: url.protocol, hostname: url.hostname, port: Number(url.port), path: url.pathname, headers, body });
  return (await fetch(url, { method: 'POST', headers: signed.headers, body })).json();
};
exports.handler = async (event) => {
  if (event.query) return askApi(event.query);
  const client = new LambdaClient({});
  const { Payload, FunctionError } = await client.send(new InvokeCommand({ FunctionName: process.env.OTHER, Payload: JSON.stringify(event) }));
  return { answer: JSON.parse(Buffer.from(Payload).toString()), FunctionError };
};
`;
const OTHER = `exports.handler = async (event) => { console.log('invoked with', JSON.stringify(event)); if (event.fail) throw new TypeError('failing'); return { got: event }; };`;

let running: RunningApi;
const printed: string[] = [];
beforeAll(async () => {
  running = await serveHandmade(
    {
      schema: 'type Query { who: String @aws_iam  call(input: AWSJSON!): AWSJSON }',
      resolvers: {
        'Query.who': handlers('{ payload: ctx.identity.userArn }'),
        'Query.call': handlers(`{ operation: 'Invoke', payload: ctx.args.input }`),
      },
      sources: { 'Query.call': 'Caller' },
      lambdas: {
        Other: { code: OTHER },
        Closed: { code: OTHER, properties: { ReservedConcurrentExecutions: 0 } },
        Caller: {
          code: CALLER,
          properties: {
            Environment: {
              Variables: {
                OTHER: { 'Fn::GetAtt': ['Other', 'Arn'] },
                GRAPHQL_URL: { 'Fn::GetAtt': ['Api', 'GraphQLUrl'] },
              },
            },
          },
        },
      },
      api: { AdditionalAuthenticationProviders: [{ AuthenticationType: 'AWS_IAM' }] },
    },
    { onOutput: (_, text) => printed.push(text) },
  );
});
afterAll(() => running.close());

const call = async (input: unknown) => {
  const { body } = await running.execute({
    query: 'query ($input: AWSJSON!) { call(input: $input) }',
    variables: { input: JSON.stringify(input) },
  });
  return JSON.parse(String(body.data?.call)) as unknown;
};
const client = (credentials = running.credentials) =>
  new LambdaClient({ endpoint: new URL(running.url).origin, region: running.region, credentials, maxAttempts: 1 });
const text = (payload: Uint8Array | undefined) => Buffer.from(payload ?? []).toString();

describe('a function', () => {
  it('invokes another one by its ARN, with the endpoint and credentials it finds', async () => {
    expect(await call({ a: 1 })).toEqual({ answer: { got: { a: 1 } } });
  });

  it('sees the other’s failure as a function error', async () => {
    expect(await call({ fail: true })).toEqual({
      answer: { errorType: 'TypeError', errorMessage: 'failing' },
      FunctionError: 'Unhandled',
    });
  });

  it('calls the API, signed, as its role', async () => {
    expect(await call({ query: '{ who }' })).toEqual({
      data: { who: 'arn:aws:sts::000000000000:assumed-role/ApiStack-FunctionRole/ApiStack-Caller' },
    });
  });
});

describe('Invoke', () => {
  const named = (name: string) => ({ FunctionName: name, Payload: '{"b":2}' });

  it('finds a function by its name, and answers its payload', async () => {
    const { StatusCode, Payload } = await client().send(new InvokeCommand(named('ApiStack-Other')));
    expect([StatusCode, JSON.parse(text(Payload))]).toEqual([200, { got: { b: 2 } }]);
  });

  it('as an event answers at once and runs the function', async () => {
    const { StatusCode } = await client().send(
      new InvokeCommand({ FunctionName: 'ApiStack-Other', InvocationType: 'Event', Payload: '{"c":3}' }),
    );
    expect(StatusCode).toBe(202);
    await vi.waitFor(() => expect(printed.join('')).toContain('invoked with {"c":3}'), { timeout: 120_000 });
  });

  it('refuses what exceeds the reserved concurrency, and takes it as an event', async () => {
    await expect(client().send(new InvokeCommand(named('ApiStack-Closed')))).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      message: 'Rate Exceeded.',
      $metadata: { httpStatusCode: 429 },
    });
    const taken = await client().send(
      new InvokeCommand({ FunctionName: 'ApiStack-Closed', InvocationType: 'Event', Payload: '{"d":4}' }),
    );
    expect(taken.StatusCode).toBe(202);
    expect(printed.join('')).not.toContain('invoked with {"d":4}');
  });

  it('refuses unknown functions, foreign credentials, other services’ signatures and what is no JSON', async () => {
    await expect(client().send(new InvokeCommand(named('Nobody')))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    const foreign = { ...running.credentials, secretAccessKey: 'x' };
    await expect(client(foreign).send(new InvokeCommand(named('ApiStack-Other')))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
    await expect(
      client().send(new InvokeCommand({ FunctionName: 'ApiStack-Other', Payload: '{' })),
    ).rejects.toMatchObject({ name: 'InvalidRequestContentException' });
    const unsigned = await fetch(`${new URL(running.url).origin}/2015-03-31/functions/ApiStack-Other/invocations`, {
      method: 'POST',
      body: '{}',
    });
    expect(unsigned.status).toBe(403);
  });
});
