import { spawn } from 'node:child_process';
import { once } from 'node:events';
import getPort from 'get-port';
import { expect, it, onTestFinished } from 'vitest';
import { signalGroup } from '../../tools/running/processGroup.ts';
import { waitUntil } from '../../tools/running/startNpm.ts';
import { startCommandServer } from '../readme/commandServer.ts';
import { shellCommands } from '../readme/commands.ts';
import { shell } from '../scenario/shell.ts';
import { MAIL_ON_PROMOTION as CHAPTER } from './tenMinutes.ts';

const [script = '', start = '', demo = '', leave = '', ...more] = shellCommands(CHAPTER);
const port = await getPort();
const forward = start.replace(/^npm start -- /, '').replace(':8080', `:${port}`);
const server = startCommandServer(...forward.split(' '));

it('says who has a mail, as the guide promises', async () => {
  expect(more).toEqual([]);
  expect(forward).toBe(`--forward http://localhost:${port}/`);
  const mail = spawn('sh', ['-c', `PORT=${port} ${script}`], { detached: true });
  const ended = once(mail, 'close');
  onTestFinished(async () => {
    signalGroup(mail.pid ?? Number.NaN, 'SIGKILL');
    await ended;
  });
  let output = '';
  for (const stream of [mail.stdout, mail.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const hears = () =>
    fetch(`http://localhost:${port}/`, { method: 'POST', body: '{}' }).then(
      ({ ok }) => ok,
      () => false,
    );
  expect(await waitUntil(hears, 600_000), output).toBe(true);
  await shell(server.addressed(demo));
  expect(await shell(server.addressed(leave))).toContain('"promoted":true');
  const promised = (/```text\n(.*?)```/s.exec(CHAPTER)?.[1] ?? 'nothing').replace(':8080', `:${port}`);
  expect(await waitUntil(() => output === promised, 600_000), output).toBe(true);
});
