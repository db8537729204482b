import { WebSocket } from 'ws';
import type { Dice } from '../dice.ts';
import type { Operation } from '../graphql/document.ts';
import { mangle } from '../graphql/mangle.ts';
import { judgeErrors, judgeText } from '../judge.ts';
import { headerProtocol } from './rawUpgrade.ts';

const PATIENCE_MS = 40_000;
const MESSAGE_TYPES = ['connection_ack', 'ka', 'start_ack', 'data', 'error', 'complete', 'connection_error'];

/** Who a conversation is as. */
export interface Voice {
  realtimeUrl: string;
  /** The headers that prove somebody, as JSON. */
  header: string;
  grow(): Operation;
}

/**
 * Connects, sends a few messages of the real-time protocol, many of them wrong or in the wrong order, and reads all
 * answers.
 * @returns what is wrong with them
 */
export async function converse(dice: Dice, voice: Voice): Promise<string[]> {
  const header = dice.chance(0.1)
    ? dice.pick([
        '',
        '{}',
        'null',
        '[]',
        '"x"',
        '{"host":""}',
        '{"host":"x"}',
        '{"host":"x","authorization":"y"}',
        '{"host":1,"x-api-key":{}}',
        '\u0000',
        `{"host":"${'x'.repeat(5_000)}"}`,
      ])
    : voice.header;
  const protocols = ['graphql-ws', ...(header === '' ? [] : [headerProtocol(header)])];
  const socket = new WebSocket(voice.realtimeUrl, protocols, { perMessageDeflate: false });
  const received: string[] = [];
  let sent = header;
  const last = `last-${dice.index(1e9)}`;
  return new Promise((resolve) => {
    const end = (more: string[] = []) => {
      clearTimeout(timer);
      socket.terminate();
      resolve([...received.flatMap((text) => judgeMessage(text, sent)), ...more]);
    };
    const timer = setTimeout(() => end(['the server neither answers nor closes the socket']), PATIENCE_MS);
    socket.on('message', (frame) => {
      received.push(String(frame));
      if (String(frame).includes(last)) {
        end();
      }
    });
    socket.on('error', () => undefined);
    socket.once('close', () => end());
    socket.once('open', () => {
      if (dice.chance(0.9)) {
        socket.send('{"type":"connection_init"}');
      }
      for (let left = dice.between(1, 5); left > 0; left -= 1) {
        const message = messageFor(dice, voice);
        sent += message;
        socket.send(message, { binary: dice.chance(0.05) });
      }
      // Whatever came before, a connection that is still there acknowledges this; it follows an init, which may come
      // twice.
      socket.send('{"type":"connection_init"}');
      socket.send(JSON.stringify({ type: 'stop', id: last }));
    });
  });
}

function messageFor(dice: Dice, { header, grow }: Voice): string {
  const id = dice.pick(['1', '2', '', '__proto__', 'x'.repeat(300), '\ud800']);
  return dice.weighted<() => string>([
    [
      50,
      () => {
        const { query, variables } = grow();
        const data = dice.chance(0.9)
          ? `{"query":${JSON.stringify(query)},"variables":${variables}}`
          : mangle(query, dice);
        const authorization = dice.chance(0.9) ? header : dice.pick(['{}', 'null', '[]', '7', '{"host":"x"}']);
        return `{"id":${JSON.stringify(id)},"type":"start","payload":{"data":${JSON.stringify(data)},"extensions":{"authorization":${authorization}}}}`;
      },
    ],
    [
      15,
      () =>
        JSON.stringify({
          id,
          type: dice.pick([
            'stop',
            'start',
            'ka',
            'data',
            'error',
            'connection_terminate',
            'subscribe',
            'ping',
            '__proto__',
            '',
          ]),
          payload: dice.pick([
            undefined,
            null,
            1,
            [],
            {},
            { data: 1 },
            { data: '{}', extensions: 1 },
            { query: '{ a }' },
          ]),
        }),
    ],
    [10, () => mangle(JSON.stringify({ id, type: 'stop', payload: { data: '{}' } }), dice)],
    [
      10,
      () =>
        dice.pick([
          '',
          'null',
          '[]',
          '1',
          '"x"',
          '{',
          '{"type":null}',
          '{"type":{}}',
          '{"__proto__":{"type":"connection_init"}}',
          '['.repeat(50_000),
          '{"id":{},"type":"stop"}',
          '{"id":1,"type":"start"}',
        ]),
    ],
    [
      3,
      () =>
        JSON.stringify({
          id,
          type: 'start',
          payload: { data: 'x'.repeat(200_000), extensions: { authorization: {} } },
        }),
    ],
    [1, () => 'x'.repeat(300_000)],
  ])();
}

/** What is wrong with a message of the server, if anything. */
function judgeMessage(text: string, sent: string): string[] {
  const wrong = judgeText(text, sent);
  try {
    const { type, payload } = JSON.parse(text) as { type: string; payload?: { errors?: unknown } };
    if (!MESSAGE_TYPES.includes(type)) {
      wrong.push(`a message of type ${type}`);
    }
    // Some of these errors come as an object (docs/reference/appsync.md#errors-of-the-connection).
    if (type.endsWith('error')) {
      wrong.push(...judgeErrors([payload?.errors].flat()));
    }
  } catch {
    wrong.push(`no JSON: ${text.slice(0, 100)}`);
  }
  return wrong;
}
