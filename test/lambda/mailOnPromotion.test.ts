import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

interface Request {
  target: string;
  body: Record<string, unknown>;
}

let requests: Request[];
let person: { status: number; body: object };
let sent: { status: number; body: object };
let close: () => void;
let handler: (event: object) => Promise<void>;

beforeEach(async () => {
  requests = [];
  sent = { status: 200, body: { MessageId: 'id' } };
  const server = createServer((incoming, answer) => {
    void text(incoming).then((body) => {
      const target = String(incoming.headers['x-amz-target'] ?? incoming.url);
      requests.push({ target, body: JSON.parse(body) as Record<string, unknown> });
      const { status, body: said } = target.includes('AdminGetUser') ? person : sent;
      answer.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(said));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = () => {
    server.close();
    server.closeAllConnections();
  };
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'id');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('USER_POOL_ID', 'eu-west-1_pool');
  vi.stubEnv('MAIL_REGION', 'eu-west-1');
  vi.stubEnv('MAIL_FROM', '"Events" <events@example.com>');
  vi.resetModules();
  ({ handler } = (await import('../../lambda/mailOnPromotion/index.ts')) as never);
});
afterEach(() => {
  close();
  vi.unstubAllEnvs();
});

const known = (attributes: Record<string, string>) => ({
  status: 200,
  body: { Username: 'ann', UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })) },
});
const event = { 'detail-type': 'RegistrationPromoted', detail: { userId: 'ann', eventId: 'party' } };

it('writes to the proven address of a person, and says which event it is', async () => {
  person = known({ email: 'ann@example.com', email_verified: 'true' });
  await handler(event);
  expect(requests.map(({ target }) => target)).toEqual([
    'AWSCognitoIdentityProviderService.AdminGetUser',
    '/v2/email/outbound-emails',
  ]);
  expect(requests[0]?.body).toEqual({ UserPoolId: 'eu-west-1_pool', Username: 'ann' });
  expect(requests[1]?.body).toMatchObject({
    FromEmailAddress: '"Events" <events@example.com>',
    Destination: { ToAddresses: ['ann@example.com'] },
  });
  expect(JSON.stringify(requests[1]?.body)).toContain('party');
});

it.each([
  ['whose address is not proven', known({ email: 'ann@example.com', email_verified: 'false' })],
  ['without an address', known({ email_verified: 'true' })],
  ['whom the user pool does not know', { status: 400, body: { __type: 'UserNotFoundException', message: 'none' } }],
])('writes to nobody %s', async (_who, answer) => {
  person = answer;
  await handler(event);
  expect(requests).toHaveLength(1);
});

it.each([
  ['the user pool', { status: 400, body: { __type: 'NotAuthorizedException', message: 'no' } }, undefined],
  ['SES', known({ email: 'ann@example.com', email_verified: 'true' }), { status: 400, body: { message: 'no' } }],
])('fails, so that it is tried again, where %s does', async (_what, pool, ses) => {
  person = pool;
  sent = ses ?? sent;
  await expect(handler(event)).rejects.toThrow('no');
});
