import { gzipSync } from 'node:zlib';
import type { Dice } from '../dice.ts';

const QUERY = '{"query":"{ getEvent(eventId: \\"e1\\") { title } }"}';

const BODIES: ((dice: Dice) => Buffer | string)[] = [
  () => QUERY,
  () => '',
  (dice) => dice.bytes(dice.between(1, 300)),
  (dice) => QUERY.slice(0, dice.index(QUERY.length)),
  (dice) =>
    dice.pick([
      'null',
      '[]',
      '1',
      '"x"',
      'true',
      `[${QUERY},${QUERY}]`,
      '{}',
      '{"query":null}',
      '{"query":1}',
      '{"query":{}}',
      '{"query":"{a}","variables":[]}',
      '{"query":"{a}","variables":"x"}',
      '{"query":"{a}","operationName":7}',
    ]),
  () => '['.repeat(100_000),
  () => `{"query":"{ __typename }","variables":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`,
  () => `{"__proto__":{"query":"{ __typename }"},"constructor":1}`,
  () => `{"query":"{ __typename }","query":"{ a }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"x"}}}`,
  () => Buffer.from(QUERY, 'utf16le'),
  () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(QUERY)]),
  () =>
    Buffer.concat([
      Buffer.from('{"query":"{ getEvent(eventId: \\"'),
      Buffer.from([0xff, 0xfe, 0xc0, 0x80]),
      Buffer.from('\\") { title } }"}'),
    ]),
  () => gzipSync(QUERY),
  () => `query=${encodeURIComponent('{ __typename }')}`,
  () => '{ __typename }',
  () => '--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n{}\r\n--x--\r\n',
];

const CONTENT_TYPES = [
  'application/json',
  'application/graphql',
  'text/plain',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded',
  'application/json; charset=utf-16',
  '',
  '*/*',
  '\u00ff',
  'application/json, text/html',
];
const METHODS = [
  'POST',
  'POST',
  'POST',
  'POST',
  'POST',
  'GET',
  'PUT',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'PATCH',
  'TRACE',
  'BREW',
  'post',
  'P\u00d6ST',
  '',
];
const PATHS = [
  '/graphql',
  '/graphql',
  '/graphql',
  '/graphql',
  '/graphql',
  '/graphql?query={__typename}',
  '/graphql/',
  '//graphql',
  '/graphql/realtime',
  '/%',
  '/%00',
  '/../../etc/passwd',
  'http://elsewhere/graphql',
  '*',
  '/healthz',
  '/nothing',
  '/\u00e9',
  `/${'x'.repeat(2_000)}`,
  'graphql',
  '/graphql#x',
  '//',
  '/\\',
  'http://[/graphql',
];
const NOISE = [
  'X-Forwarded-For: 1.2.3.4, \u00ff, ::1',
  'Expect: 100-continue',
  'Expect: something',
  'Connection: upgrade\r\nUpgrade: h2c',
  'Connection: close',
  'Content-Encoding: gzip',
  'Content-Encoding: br',
  'Cookie: a=b',
  'TE: trailers',
  'Transfer-Encoding: identity',
  'Host: elsewhere',
  'Host:',
  'X-Amz-User-Agent: \t',
  'Authorization: ',
  'Authorization: AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host;;, Signature=x',
  'Authorization: Bearer \u00ff',
  'x-api-key: ',
  'x-api-key: a\r\nx-api-key: b',
  ' folded: line',
  'NoColon',
  ': empty',
  'Bad Name: x',
  'X-Nul: \u0000',
  'Accept: application/graphql-response+json',
  'Range: bytes=0-1',
  'Origin: null',
  'Access-Control-Request-Headers: \u00ff',
  'Upgrade: websocket\r\nConnection: Upgrade',
  'Sec-WebSocket-Key: x',
];

/** The bytes of one connection: HTTP requests, most of them wrong in some way. */
export function rawRequest(dice: Dice, apiKey: string): { kind: string; bytes: Buffer } {
  return dice.weighted<() => { kind: string; bytes: Buffer }>([
    [45, () => ({ kind: 'bodies', bytes: request(dice, apiKey, { body: dice.pick(BODIES)(dice) }) })],
    [
      15,
      () => ({
        kind: 'headers',
        bytes: request(dice, apiKey, { noise: Array.from({ length: dice.between(1, 4) }, () => dice.pick(NOISE)) }),
      }),
    ],
    [
      12,
      () => ({
        kind: 'methods and paths',
        bytes: request(dice, apiKey, { method: dice.pick(METHODS), path: dice.pick(PATHS) }),
      }),
    ],
    [
      8,
      () => ({
        kind: 'lengths',
        bytes: request(dice, apiKey, {
          length: dice.pick([
            '0',
            '5',
            '100000',
            '-1',
            'x',
            '1e3',
            '99999999999999999999',
            '5, 5',
            '5\r\nContent-Length: 6',
          ]),
        }),
      }),
    ],
    [
      6,
      () => ({
        kind: 'chunks',
        bytes: request(dice, apiKey, {
          chunks: dice.pick([
            '0\r\n\r\n',
            '5\r\nhello\r\n0\r\n\r\n',
            'zz\r\n',
            '-5\r\nhello',
            'ffffffffffffffff\r\nx',
            '5\r\nhel',
            `${QUERY.length.toString(16)};x=y\r\n${QUERY}\r\n0\r\nTrailer: x\r\n\r\n`,
          ]),
        }),
      }),
    ],
    [
      8,
      () => ({
        kind: 'pipelines',
        bytes: Buffer.concat(
          Array.from({ length: dice.between(2, 6) }, () =>
            request(dice, apiKey, { body: dice.chance(0.7) ? QUERY : dice.pick(BODIES)(dice) }),
          ),
        ),
      }),
    ],
    [
      4,
      () => ({
        kind: 'no HTTP',
        bytes: dice.pick([
          () => dice.bytes(dice.between(1, 500)),
          () => Buffer.from('\r\n\r\n'),
          () => Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
          () => Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc]),
          () => Buffer.from('POST /graphql HTTP/9.9\r\n\r\n'),
          () => Buffer.from('POST /graphql\r\n'),
        ])(),
      }),
    ],
    [
      1,
      () => ({
        kind: 'large headers',
        bytes: request(dice, apiKey, {
          noise: [
            `X-Large: ${'x'.repeat(dice.pick([9_000, 100_000]))}`,
            ...Array.from({ length: dice.pick([1, 3_000]) }, (_, index) => `X-${index}: y`),
          ],
        }),
      }),
    ],
    [
      1,
      () => ({
        kind: 'large bodies',
        bytes: request(dice, apiKey, {
          body: `{"query":"{ __typename }","x":"${'x'.repeat(dice.pick([1, 6, 7]) * 1024 * 1024)}"}`,
        }),
      }),
    ],
  ])();
}

interface Parts {
  method?: string;
  path?: string;
  noise?: string[];
  body?: Buffer | string;
  /** Said instead of the true length. */
  length?: string;
  /** Sent instead of the body, as chunked. */
  chunks?: string;
}

function request(
  dice: Dice,
  apiKey: string,
  { method = 'POST', path = '/graphql', noise = [], body = QUERY, length, chunks }: Parts,
): Buffer {
  const content = Buffer.from(body);
  const size = chunks === undefined ? `Content-Length: ${length ?? content.length}` : 'Transfer-Encoding: chunked';
  const type = dice.chance(0.7) ? 'application/json' : dice.pick(CONTENT_TYPES);
  const head = [
    `${method} ${path} HTTP/1.1`,
    'Host: localhost',
    `Content-Type: ${type}`,
    `x-api-key: ${apiKey}`,
    size,
    ...noise,
    '',
    '',
  ].join('\r\n');
  return Buffer.concat([Buffer.from(head, 'latin1'), chunks === undefined ? content : Buffer.from(chunks)]);
}
