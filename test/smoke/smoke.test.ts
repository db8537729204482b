import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Send } from '../../tools/frame/api/sendTo.ts';
import { localCast, PREFIX, type Cast } from '../../tools/smoke/cast.ts';
import { runSmoke } from '../../tools/smoke/runSmoke.ts';
import { startWorld, type World } from '../support/world.ts';

let api: World;
beforeAll(async () => {
  api = await startWorld();
});
afterAll(() => api?.close());

/** `npm run smoke` with these arguments, in an environment without AWS. */
async function smoke(...args: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const env = {
    ...process.env,
    AWS_REGION: '',
    AWS_PROFILE: 'nobody',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
  return promisify(execFile)(process.execPath, ['--import', 'tsx', 'tools/smoke.ts', ...args], { env }).then(
    ({ stdout, stderr }) => ({ exitCode: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ exitCode: code, stdout, stderr }),
  );
}

/** Something that answers every request the same. */
async function answering<T>(status: number, body: string, use: (url: string) => Promise<T>): Promise<T> {
  const server = createServer((request, response) =>
    request.resume().once('end', () => response.writeHead(status).end(body)),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const leftBehind = async () =>
  (await api.scan()).map(({ entityType }) => entityType).filter((type) => type !== 'User' && type !== 'DeletedEvent');

describe('npm run smoke', () => {
  it('plays the story on the local server, twice, and leaves nothing but its three users and what deleted events leave', async () => {
    for (let run = 0; run < 2; run += 1) {
      const { exitCode, stdout, stderr } = await smoke('--local', '--url', api.running.url);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout.trim().split('\n')).toHaveLength(10);
      expect(stdout).toMatch(/^(ok {4}.*\n)+$/);
    }
    expect(await leftBehind()).toEqual([]);
    expect((await api.scan()).filter(({ entityType }) => entityType === 'User')).toHaveLength(3);
  });

  it('plays it with one admin for all, by token and API key', async () => {
    const token = await api.running.issueToken('root', { groups: ['admins'] });
    expect(await smoke('--url', api.running.url, '--token', token, '--key', api.running.apiKey ?? '')).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
    expect(await leftBehind()).toEqual([]);
  });

  it.each<[string, string[], number, RegExp]>([
    ['nobody who may do everything', ['--url', 'https://example.test/graphql'], 2, /.*--token/],
    ['a URL that is none', ['--url', 'example', '--token', 'x'], 2, /http or https URL/],
    ['IAM without a region', ['--url', 'https://example.test/graphql', '--iam'], 2, /.*--region/],
    ['an option that there is none of', ['--loud'], 2, /unknown option/],
    ['nothing that listens', ['--url', 'http://127.0.0.1:9/graphql', '--token', 'x'], 3, /.*127\.0\.0\.1:9/],
    ['no local server', ['--local', '--url', 'http://127.0.0.1:9/graphql'], 3, /.*npm start/],
  ])('says what is wrong with %s, by its exit code and in a line', async (_what, args, exitCode, message) => {
    const { stderr, ...outcome } = await smoke(...args);
    expect(outcome).toEqual({ exitCode, stdout: '' });
    const [line, ...more] = stderr.trim().split('\n');
    expect(line).toMatch(message);
    expect(more.filter((hint) => !hint.endsWith('--help shows the usage.'))).toEqual([]);
  });

  it.each<[string, number, string, number, RegExp]>([
    ['a page', 200, '<html>', 4, /.*no GraphQL API/],
    ['another GraphQL API', 200, '{"data":{"__typename":"RootQuery"}}', 4, /This is another API/],
    ['an AppSync that is out of order', 500, '{"errors":[{"errorType":"InternalFailureException"}]}', 3, /.*500/],
  ])('tells %s from the API', async (_what, status, body, exitCode, message) => {
    const { stderr, ...outcome } = await answering(status, body, (url) => smoke('--url', url, '--token', 'x'));
    expect(outcome).toEqual({ exitCode, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('says so when the credentials are refused, and which', async () => {
    const token = await api.running.issueToken('root', { groups: ['admins'] });
    expect(await smoke('--url', api.running.url, '--token', `${token}x`)).toMatchObject({
      exitCode: 5,
      stderr: expect.stringContaining('The credentials are refused: HTTP 401'),
    });
    expect(await smoke('--url', api.running.url, '--token', token, '--key', 'da2-none')).toMatchObject({
      exitCode: 5,
      stderr: expect.stringContaining('The API key is refused'),
    });
    expect(await smoke('--url', api.running.url, '--iam', '--region', 'us-east-1')).toMatchObject({
      exitCode: 5,
      stderr: expect.stringContaining('credentials'),
    });
  });
});

describe('runSmoke', () => {
  const lying =
    (send: Send): Send =>
    async (query) => {
      const answer = await send(query);
      return {
        ...answer,
        data: JSON.parse(JSON.stringify(answer.data).replaceAll('"promoted":true', '"promoted":false')) as unknown,
      };
    };

  it('ends the story at the first thing that is not as it should be, says what, and cleans up', async () => {
    const cast = localCast(api.running.url);
    const printed: string[] = [];
    const liars: Cast = { ...cast, people: { ...cast.people, alice: lying(cast.people.alice) } };
    const problems = await runSmoke(liars, (line) => void printed.push(line));
    expect(problems).toEqual([expect.stringMatching(/^promotes the head .*unregisterFromEvent/s)]);
    expect(printed.slice(-2)).toEqual([expect.stringMatching(/^FAIL {2}promotes the head/), 'ok    cleans up']);
    expect(await leftBehind()).toEqual([]);
  });

  it('says so when it could not clean up', async () => {
    const cast = localCast(api.running.url);
    const backend: Send = async (query) =>
      query.includes('deleteEvent')
        ? { status: 200, data: null, errorTypes: ['Busy'], message: '', errorInfo: null }
        : cast.backend(query);
    const [problem] = await runSmoke({ ...cast, backend }, () => undefined);
    const [eventId = ''] = /smoke-[0-9a-f]+/.exec(problem ?? '') ?? [];
    expect(problem).toBe(`cleans up: event ${eventId} is left behind: Busy`);
    expect(eventId.startsWith(PREFIX)).toBe(true);
  });
});
