import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import getPort from 'get-port';
import { describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { startSuite } from '../support/suite.ts';
import { user } from '../support/api.ts';
import { must } from '../support/given.ts';

const GUIDE = readFileSync('docs/guide.md', 'utf8');
const COMMAND = /^TOKEN=.* node examples\/promotion\.mjs .*$/m.exec(GUIDE)?.[0] ?? '';

const { api, calls, given } = startSuite();

/** Nobody answers there. */
const ENDPOINT = `http://localhost:${await getPort()}/graphql`;

/** Runs examples/promotion.mjs. */
function run(token: string | undefined, ...args: string[]) {
  const { TOKEN, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['examples/promotion.mjs', ...args], {
    encoding: 'utf8',
    env: { ...env, ENDPOINT, ...(token === undefined ? {} : { TOKEN: token }) },
  });
  return { status, stdout, stderr };
}

describe('examples/promotion.mjs', () => {
  it.each<[string, string | undefined, string[]]>([
    ['nothing', undefined, []],
    ['no token', undefined, ['alice', 'demo-concert']],
    ['a token that could not be made', '', ['alice', 'demo-concert']],
    ['no event', 'a.b.c', ['alice']],
  ])('says in one line how it is used when it is given %s', (_, token, args) => {
    expect(run(token, ...args)).toEqual({ status: 1, stdout: '', stderr: `usage: ${COMMAND}\n` });
  });

  it('says in a line where nobody answers when it has all', () => {
    const { status, stdout, stderr } = run('a.b.c', 'alice', 'demo-concert');
    expect(status).toBe(1);
    expect(stderr).not.toContain('usage');
    expect(stdout).toBe(`${ENDPOINT}: fetch failed\n`);
  });

  it('goes on after a lost connection', async () => {
    const [alice = '', holder = ''] = await given.users(2);
    const eventId = await given.event({ capacity: 1 });
    await given.registrations(eventId, [holder]);
    const { url, issueToken, replace } = api.running;
    const env = { ...process.env, ENDPOINT: url, TOKEN: await issueToken(alice) };
    const script = spawn(process.execPath, ['examples/promotion.mjs', alice, eventId], { env });
    onTestFinished(() => void script.kill());
    const end = once(script, 'close');
    let printed = '';
    [script.stdout, script.stderr].forEach((stream) => stream.on('data', (chunk) => (printed += chunk)));
    await expect.poll(() => printed).toContain('waiting: number 1 of 1\n');
    const elsewhere = { userId: alice, eventId: await given.event() };
    /** Until it has heard of something. When it listens is not said, so something happens again and again. */
    const hears = async (): Promise<void> => {
      const before = printed.lastIndexOf('heard: ');
      await vi.waitUntil(
        async () => {
          must(await calls.registerForEvent(user(alice), elsewhere));
          must(await calls.unregisterFromEvent(user(alice), elsewhere));
          await api.running.streamIdle();
          return printed.lastIndexOf('heard: ') > before;
        },
        { timeout: 120_000, interval: 200 },
      );
    };
    await hears();
    await replace(inject('assemblyDir'));
    await expect.poll(() => printed).toContain('lost: ');
    await hears();
    must(await calls.unregisterFromEvent(user(holder), { userId: holder, eventId }));
    expect({ code: (await end)[0], printed }).toMatchObject({
      code: 0,
      printed: expect.stringMatching(/\nregistered: there is a seat\n$/),
    });
    expect(printed).not.toContain('    at ');
  });

  it('ends where its token is refused', async () => {
    const [alice = ''] = await given.users(1);
    const eventId = await given.event();
    const env = { ...process.env, ENDPOINT: api.running.url, TOKEN: 'a.b.c' };
    const script = spawn(process.execPath, ['examples/promotion.mjs', alice, eventId], { env });
    onTestFinished(() => void script.kill());
    expect((await once(script, 'close'))[0]).toBe(1);
  });

  it('stands in the guide as it is, in 50 lines', () => {
    const script = readFileSync('examples/promotion.mjs', 'utf8');
    expect(GUIDE).toContain(`\`\`\`js\n${script}\`\`\``);
    expect(script.trimEnd().split('\n').length).toBeLessThanOrEqual(50);
  });
});
