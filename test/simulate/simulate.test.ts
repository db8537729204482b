import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { eventKey } from '../../domain/keys.ts';
import { UsageError } from '../../tools/frame/usageError.ts';
import type { SimulateOptions } from '../../tools/simulate/options.ts';
import { simulate } from '../../tools/simulate/simulate.ts';
import { Tally } from '../../tools/simulate/tally.ts';
import { startView } from '../../tools/simulate/view.ts';
import { admin } from '../support/api.ts';
import { must } from '../support/given.ts';
import { startSuite } from '../support/suite.ts';
import { sweep } from '../../tools/audit/sweep.ts';

const { api, calls, given } = startSuite();

async function optionsFor(more: Partial<SimulateOptions> = {}): Promise<SimulateOptions> {
  const token = await api.running.issueToken('root', { groups: ['admins'] });
  const crowd = { people: 12, seats: 3, seconds: 0.5, leave: 0.5, seed: 1 };
  return {
    url: api.running.url,
    ...crowd,
    stateDir: '.local',
    token,
    iam: false,
    region: 'us-east-1',
    patience: 60,
    ...more,
  };
}

/**
 * Runs it, and stops it early once it has printed the event if that is asked for; answers the exit code, what it
 * printed, and what was to be seen meanwhile.
 */
async function run(more: Partial<SimulateOptions> = {}, { isStoppedEarly = false } = {}) {
  const stopping = new AbortController();
  const printed: string[] = [];
  const screen = new PassThrough();
  const exitCode = await simulate(await optionsFor(more), {
    print: (line) => {
      printed.push(line);
      if (isStoppedEarly) {
        stopping.abort();
      }
    },
    screen: screen as never,
    stopping: stopping.signal,
  });
  return { exitCode, printed, eventId: /^event +(\S+)/.exec(printed[0] ?? '')?.[1] ?? '', seen: String(screen.read()) };
}

describe('simulate', () => {
  it('sends everybody to a new event, and ends with all promises kept', async () => {
    const { exitCode, printed, eventId, seen } = await run();
    expect({ exitCode, last: printed.at(-1) }).toEqual({
      exitCode: 0,
      last: expect.stringMatching(/^promises +kept/) as string,
    });
    expect(printed[1]).toMatch(/^came +12 of 12: \d+ got a seat at once, \d+ a place in the queue$/);
    expect(seen).toMatch(/ s {2}12 of 12 came, .* seats 3 of 3, /);
    const { currentRegistrations, capacity, waitlistCount } = must(await calls.getEvent(admin, { eventId }));
    const [, left = ''] = /^left +(\d+)/m.exec(printed.join('\n')) ?? [];
    expect([currentRegistrations, capacity]).toEqual([3, 3]);
    expect(waitlistCount).toBe(12 - 3 - Number(left));
    expect(sweep(await api.scan(eventId))).toEqual([]);
  });

  it('goes to an event that is there already, and takes it as it is', async () => {
    const { eventId, people } = await given.eventWith(4, { capacity: 2 });
    const { exitCode, printed } = await run({ event: eventId, leave: 0 });
    expect(exitCode).toBe(0);
    expect(printed).toContain('now       2 of 2 seats taken, 14 waiting');
    expect(must(await calls.getRegistration(admin, { userId: people[2]!, eventId })).position).toBe(1);
  });

  it('ends with 1 and says which promise is broken', async () => {
    const { eventId } = await given.eventWith(4, { capacity: 2 });
    const damage = { UpdateExpression: 'ADD waitlistCount :one', ExpressionAttributeValues: { ':one': 1 } };
    await api.documents.send(new UpdateCommand({ TableName: api.tableName, Key: { ...eventKey(eventId) }, ...damage }));
    const { exitCode, printed } = await run({ event: eventId, people: 1, leave: 0, patience: 0 });
    expect(exitCode).toBe(1);
    expect(printed).toContain('BROKEN    waitlistCount is 4, but the queue has 3 places');
    expect(printed.join('\n')).not.toMatch(/^promises/m);
  });

  it('stopped early, lets nobody begin any more, checks, and ends with 130', async () => {
    const { exitCode, printed } = await run({ seconds: 600 }, { isStoppedEarly: true });
    expect(exitCode).toBe(130);
    expect(printed[1]).not.toMatch(/^came +12 of 12/);
    expect(printed.at(-1)).toMatch(/^promises +kept/);
  });

  it.each<[string, Partial<SimulateOptions>, RegExp]>([
    [
      'an endpoint where nobody answers',
      { url: 'http://127.0.0.1:9/graphql' },
      /no connection .*start the API with npm start/,
    ],
    [
      'an endpoint elsewhere without an identity',
      { url: 'https://example.com/graphql', token: undefined },
      /say who you are with --token or --iam/,
    ],
    ['an identity that is none', { token: 'nobody' }, /HTTP 401/],
    ['an event that there is not', { event: 'no-such-event' }, /There is no event no-such-event/],
    ['an address that is not GraphQL', { url: 'CONSOLE' }, /HTTP 404/],
  ])('refuses %s', async (_what, more, message) => {
    const url = more.url === 'CONSOLE' ? `${new URL(api.running.url).origin}/elsewhere` : undefined;
    const error = await run({ ...more, ...(url === undefined ? {} : { url }) }).catch(
      (reason: unknown) => reason as Error,
    );
    expect(error).toBeInstanceOf(UsageError);
    expect((error as Error).message).toMatch(message);
  });

  it('signs with the AWS credentials of the environment, and asks for them', async () => {
    const { accessKeyId, secretAccessKey } = api.running.credentials;
    vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId)
      .stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey)
      .stubEnv('AWS_SESSION_TOKEN', '');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect((await run({ token: undefined, iam: true, people: 2 })).exitCode).toBe(0);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', '');
    await expect(run({ token: undefined, iam: true })).rejects.toThrow(
      /--iam needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/,
    );
  });

  it('refuses to begin as somebody who may not act for others', async () => {
    const token = await api.running.issueToken('alice');
    await expect(run({ token })).rejects.toThrow(/An event could not be created: Unauthorized/);
  });
});

/** Starts the command; `until` resolves once it has printed something like that. */
function command(...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tools/simulate.ts', ...args]);
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  const ended = once(child, 'close').then(([exitCode]) => ({ exitCode: exitCode as number | null, output }));
  const until = (text: RegExp) =>
    new Promise<void>((resolve) => {
      const take = (more: string) => {
        output += more;
        if (text.test(output)) {
          resolve();
        }
      };
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', take);
      }
    });
  return { child, ended, until };
}

describe('npm run simulate', () => {
  it('stops at Ctrl-C with a summary', async () => {
    const { token, url } = await optionsFor();
    const { child, ended, until } = command('--url', url, '--token', token!, '--people', '5', '--seconds', '3600');
    await until(/of 5 came/);
    child.kill('SIGINT');
    const { exitCode, output } = await ended;
    expect({ exitCode, output }).toEqual({
      exitCode: 130,
      output: expect.stringMatching(/stopping: .*[^]*^promises +kept/m) as string,
    });
  });

  it.each([
    ['nobody answers', ['--url', 'http://127.0.0.1:9/graphql'], /^error: .*no connection.*$/],
    ['an option is wrong', ['--leave', '2'], /^error: .*A number from 0 to 1, please\.\n.*--help shows the usage\.$/],
  ])('ends with 2 and says why when %s', async (_when, args, message) => {
    const { ended, until } = command(...args);
    void until(/$^/);
    const { exitCode, output } = await ended;
    expect(exitCode).toBe(2);
    expect(output.trim()).toMatch(message);
  });
});

describe('startView', () => {
  it('draws bars on a terminal', async () => {
    const screen = Object.assign(new PassThrough(), { isTTY: true, columns: 100, rows: 30 });
    const tally = Object.assign(new Tally(10), { arrived: 4, seatsTaken: 2, capacity: 2, waiting: 2 });
    const view = startView(tally, screen as never);
    view.stop();
    expect(String(screen.read())).toMatch(
      /came .*█+·+ 4 of 10.*answered .*·+ 0, .*4 pending, 0 refused.*seats .*█+ 2 of 2.*queue .*2 waiting, 0 promoted.*errors: none/s,
    );
  });
});
