import type { Dice } from '../dice.ts';

/** The header that proves an API key, as a subprotocol carries it. */
export function headerProtocol(header: string): string {
  return `header-${Buffer.from(header).toString('base64url')}`;
}

const FRAMES: ((dice: Dice) => Buffer)[] = [
  // Without a mask, though clients must mask.
  () => Buffer.concat([Buffer.from([0x81, 5]), Buffer.from('hello')]),
  // Reserved bits, reserved opcodes, fragmented controls, a continuation of nothing.
  (dice) => frame(dice.pick([0xc1, 0xb1, 0x83, 0x8b, 0x09, 0x80]), dice.bytes(dice.index(20)), dice),
  // Lengths that are not true, or larger than anybody sends.
  () => Buffer.from([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4]),
  () => Buffer.from([0x81, 0xfe, 0x00, 0x02, 1, 2, 3, 4, 5, 6]),
  (dice) => frame(0x81, Buffer.alloc(300 * 1024, dice.pick(['x', '{'])), dice),
  (dice) => frame(0x89, Buffer.alloc(126), dice),
  // Text that is no UTF-8; binary; closes with codes that must not be sent; pings; cut off.
  (dice) => frame(0x81, Buffer.from([0xff, 0xfe, 0xc0]), dice),
  (dice) => frame(0x82, dice.bytes(dice.between(0, 400)), dice),
  (dice) =>
    frame(
      0x88,
      dice.pick([Buffer.from([1]), Buffer.from([3, 237]), Buffer.from([0, 0]), Buffer.from([3, 232, 0xff])]),
      dice,
    ),
  (dice) => frame(dice.pick([0x89, 0x8a]), dice.bytes(10), dice),
  (dice) => frame(0x81, Buffer.from('{"type":"connection_init"}'), dice).subarray(0, dice.between(1, 20)),
  (dice) => frame(0x81, Buffer.from('{"type":"connection_init"}'), dice),
  (dice) =>
    Buffer.concat([frame(0x01, Buffer.from('{"type":"connec'), dice), frame(0x80, Buffer.from('tion_init"}'), dice)]),
  (dice) => dice.bytes(dice.between(1, 200)),
];

/** The bytes of one connection: an upgrade, at times a wrong one, and frames, most of them wrong. */
export function rawUpgrade(dice: Dice, header: string): Buffer {
  const isWrong = dice.chance(0.3);
  const lines = [
    `GET ${
      isWrong
        ? dice.pick([
            '/graphql/realtime',
            '/graphql',
            '/elsewhere',
            '/graphql/realtime?header=%zz',
            '/graphql/realtime?header=!!!&payload=x',
            '//',
            'http://[/graphql',
          ])
        : '/graphql/realtime'
    } HTTP/1.1`,
    'Host: localhost',
    'Connection: Upgrade',
    `Upgrade: ${isWrong ? dice.pick(['websocket', 'WebSocket', 'h2c', '']) : 'websocket'}`,
    `Sec-WebSocket-Version: ${isWrong ? dice.pick(['13', '8', '99', 'x']) : '13'}`,
    `Sec-WebSocket-Key: ${isWrong ? dice.pick(['dGhlIHNhbXBsZSBub25jZQ==', 'short', '']) : 'dGhlIHNhbXBsZSBub25jZQ=='}`,
    `Sec-WebSocket-Protocol: ${
      isWrong
        ? dice.pick([
            'graphql-ws',
            'graphql-transport-ws',
            '',
            ', ,',
            'graphql-ws, graphql-ws',
            'header-!!!',
            'graphql-ws, header-%%',
            `graphql-ws, ${headerProtocol('not json')}`,
          ])
        : `graphql-ws, ${headerProtocol(header)}`
    }`,
    ...(dice.chance(0.1) ? ['Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=99'] : []),
    '',
    '',
  ];
  return Buffer.concat([
    Buffer.from(lines.join('\r\n')),
    ...Array.from({ length: dice.between(1, 4) }, () => dice.pick(FRAMES)(dice)),
  ]);
}

/** A masked frame, as clients send them. */
function frame(head: number, payload: Buffer, dice: Dice): Buffer {
  const mask = dice.bytes(4);
  const size =
    payload.length < 126
      ? Buffer.from([0x80 | payload.length])
      : payload.length < 65_536
        ? Buffer.from([0xfe, payload.length >> 8, payload.length & 255])
        : Buffer.concat([Buffer.from([0xff]), longSize(payload.length)]);
  return Buffer.concat([Buffer.from([head]), size, mask, payload.map((byte, index) => byte ^ mask[index % 4]!)]);
}

function longSize(length: number): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(length));
  return size;
}
