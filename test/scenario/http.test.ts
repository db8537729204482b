import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withSignature, type Prove } from '../../tools/frame/api/prove.ts';
import { sendTo } from '../../tools/frame/api/sendTo.ts';
import { PEOPLE, PREFIX, type Cast } from '../../tools/smoke/cast.ts';
import { scenario } from '../../tools/smoke/scenario.ts';
import { npmStart, type NpmStart } from '../../tools/running/npmStart.ts';
import { shell, token } from './shell.ts';
import { post, postSigned } from './post.ts';

let server: NpmStart;
let stateDir: string;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'event-registration-start-'));
  server = await npmStart(stateDir, '--in-memory');
  for (const name of PEOPLE) {
    tokens[name] = await token(stateDir, `${PREFIX}${name}`, ...(name === 'olga' ? ['--group', 'organizers'] : []));
  }
});

afterAll(async () => {
  await server?.destroy();
  await rm(stateDir, { recursive: true, force: true });
});

/** Sends to the server once there is one. */
const send = (prove: Prove) => (query: string) => sendTo(server.url, prove)(query);
const as = (name: string) => send(async () => ({ authorization: tokens[name] ?? '' }));
const eventId = `${PREFIX}yoga`;

/** The cast as a person gets it: from the lines that the server has printed, and from `npm run token`. */
const cast: Cast = {
  people: { alice: as('alice'), bob: as('bob'), cleo: as('cleo'), olga: as('olga') },
  areSeparate: true,
  backend: send((body) => withSignature(server.url, server.region, server.credentials)(body)),
  reader: send(async () => ({ 'x-api-key': server.apiKey })),
  strangers: [
    send(async () => ({})),
    send(async () => ({ authorization: `${tokens.alice}x` })),
    send(async () => ({ 'x-api-key': `da2-${'a'.repeat(26)}` })),
  ],
};

/** One story in order, over HTTP: each chapter builds on those before. */
describe('a script of plain HTTP requests', () => {
  const { chapters, cleanUp } = scenario(cast, eventId);

  for (const { title, play } of chapters) {
    it(title, play);
  }

  it('shows people their events', async () => {
    const { data } = await cast.people.cleo(`{ getUserEvents(userId: "${PREFIX}cleo") { items { eventId } } }`);
    expect(data.getUserEvents.items).toEqual([{ eventId }]);
  });

  it('refuses a request that is signed by somebody else, and one with nothing to prove it', async () => {
    const stranger = { ...server.credentials, secretAccessKey: 'x'.repeat(40) };
    const SEATS = `{ getEvent(eventId: "${eventId}") { capacity } }`;
    expect(await postSigned(server, stranger, SEATS)).toMatchObject({ status: 403 });
    expect(await post(server.url, {}, SEATS)).toMatchObject({ status: 401, errorTypes: ['UnauthorizedException'] });
  });

  it('leaves no event behind', async () => {
    await cleanUp();
    expect((await cast.backend(`{ getEvent(eventId: "${eventId}") { capacity } }`)).data).toEqual({ getEvent: null });
  });
});

describe('npm start', () => {
  /** The lines that are not npm's own. */
  const printed = () => server.output.split('\n').filter((line) => line !== '' && !/^(> |npm )/.test(line));

  it('prints a few calm lines, each a name and what to use', () => {
    expect(printed().filter((line) => !/^[A-Z][A-Za-z ]{8}\S/.test(line))).toEqual([]);
  });

  it('prints what the README shows, but for port, state directory and keys', async () => {
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
    const { origin, host, port } = new URL(server.url);
    expect(port).not.toBe('4000');
    const usual = printed()
      .filter((line) => !line.startsWith('Synthesising'))
      .map((line) =>
        line
          .replaceAll(` --state-dir ${stateDir}`, '')
          .replaceAll(/ -- --(?:url|api) (\S+)/g, (option, url) => (url === server.url ? '' : option))
          .replaceAll(origin, 'http://localhost:4000')
          .replaceAll(`ws://${host}`, 'ws://localhost:4000')
          .replaceAll(/\bda2-[a-z0-9]{26}\b/g, 'da2-…')
          .replaceAll(/\bAKIA[A-Z0-9]{16} [\w+/]{40}(?= )/g, 'AKIA… …'),
      );
    const [, shown = ''] = /^```text\n(Starting .*?)^```$/ms.exec(readme) ?? [];
    expect(usual.join('\n')).toBe(shown.trimEnd());
  });

  it('prints a curl that works when pasted', async () => {
    expect(JSON.parse(await shell(server.curl))).toEqual({ data: { __typename: 'Query' } });
  });
});
