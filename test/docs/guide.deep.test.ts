import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ciCommands, linkedFiles, README, shellCommands, unknownScripts } from '../readme/commands.ts';
import { startCommandServer } from '../readme/commandServer.ts';
import { GUIDE_BESIDES } from './tenMinutes.ts';
import { waitUntil } from '../../tools/running/startNpm.ts';
import { shell } from '../scenario/shell.ts';
import { signalGroup } from '../../tools/running/processGroup.ts';

const GUIDE = readFileSync('docs/guide.md', 'utf8');
const COMMANDS = shellCommands(GUIDE_BESIDES);
const RUN_HERE = COMMANDS.filter((command) => /^(npm start$|npm run (demo|simulate)\b|curl |TOKEN=)/.test(command));
const server = startCommandServer();
const run = (command: string) => shell(server.addressed(command));
const ask = (userId: string, field: string) =>
  run(
    `curl -sS http://localhost:4000/graphql -H "Authorization: $(npm run -s token -- ${userId})" -d '{"query":"mutation { ${field} }"}'`,
  );

/** One walk through the guide, in its order: each step builds on the one before. */
describe('docs/guide.md', () => {
  it('has its commands run here, by .ci/run, by the test of the README, or by that of the frontend in ten minutes', () => {
    const known = [...RUN_HERE, ...ciCommands(), ...shellCommands(README)];
    expect(COMMANDS.filter((command) => !known.includes(command))).toEqual([]);
    expect(RUN_HERE.length).toBeGreaterThan(6);
  });

  it('fills the server, and sends a crowd that leaves every promise kept', async () => {
    const [demo = '', crowd = ''] = RUN_HERE.filter((command) => /^npm run (demo|simulate)/.test(command));
    expect(await run(demo)).toContain('waiting: cleo, dan');
    const told = await run(crowd);
    expect(told).toMatch(/^event +simulation-\w+ at http/m);
    expect(told).toMatch(/^promises +kept/m);
    expect(told).toMatch(/^audit +nothing is wrong$/m);
  });

  it('signs alice up, and shows the event as it says', async () => {
    const [signUp = '', look = ''] = RUN_HERE.filter((command) => command.startsWith('curl'));
    expect(JSON.parse(await run(signUp))).toEqual({ data: { createUser: { userId: 'alice' } } });
    const [, shown = ''] = /```json\n(.*?)```/s.exec(GUIDE) ?? [];
    expect(JSON.parse(await run(look))).toEqual(JSON.parse(shown));
  });

  it('lets the script register, wait, and hear of the promotion when those before alice leave', async () => {
    const [start = ''] = RUN_HERE.filter((command) => command.startsWith('TOKEN='));
    const script = spawn('sh', ['-c', server.addressed(start)], { detached: true });
    const ended = once(script, 'close');
    onTestFinished(() => signalGroup(script.pid ?? Number.NaN, 'SIGKILL'));
    let output = '';
    for (const stream of [script.stdout, script.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    expect(await waitUntil(() => /^waiting: number 3 of 3$/m.test(output), 600_000), output).toBe(true);
    // A subscription takes a moment to be in place, so something else happens until it is heard.
    for (let turn = 0; !output.includes('heard: demo-workshop'); turn += 1) {
      await ask(
        'alice',
        `${turn % 2 === 0 ? 'registerForEvent' : 'unregisterFromEvent'}(userId: \\"alice\\", eventId: \\"demo-workshop\\") { eventId }`,
      );
    }
    const leaving = RUN_HERE.filter((command) => command.includes('unregisterFromEvent'));
    for (const command of leaving) {
      expect(await run(command)).toContain('"promoted":true');
    }
    expect((await ended)[0], output).toBe(0);
    expect(output).toMatch(/^heard: demo-concert REGISTERED\n(.*\n)*registered: there is a seat$/m);
  });

  it('names only scripts that package.json has', () => {
    expect(unknownScripts(GUIDE_BESIDES)).toEqual([]);
  });

  it('links to files that exist, and to sections that they have', () => {
    const links = [...GUIDE.matchAll(/\]\(([^)\s]+)[^)]*\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !target.startsWith('http'));
    const missing = links.filter((link) => {
      const [file = '', section] = link.split('#');
      const path = file === '' ? 'docs/guide.md' : join(dirname('docs/guide.md'), file);
      if (section === undefined) {
        return !existsSync(path);
      }
      const headings = [...readFileSync(path, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
        heading
          .toLowerCase()
          .replace(/[^\p{L}\p{N}_ -]/gu, '')
          .replaceAll(' ', '-'),
      );
      return !headings.includes(section);
    });
    expect(missing).toEqual([]);
    expect(linkedFiles(GUIDE).length).toBeGreaterThan(5);
  });

  it('cites tests that exist', () => {
    const tests = [...GUIDE.matchAll(/^\[(\d+)\]:\s+\.\.\/(\S+)\s+(['"])(.*)\3$/gm)];
    const missing = tests.filter(([, , file = '', , title = '']) => !readFileSync(file, 'utf8').includes(title));
    expect(missing.map(([citation]) => citation)).toEqual([]);
    const cited = [...GUIDE.matchAll(/\[tested\]\[(\d+)\]/g)].map(([, number]) => number);
    expect([...new Set(cited)].sort()).toEqual(tests.map(([, number]) => number).sort());
    expect(cited.length).toBe(GUIDE.split(/\[tested\]/).length - 1);
  });
});
