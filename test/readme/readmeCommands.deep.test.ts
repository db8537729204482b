import { describe, expect, it } from 'vitest';
import { shell } from '../scenario/shell.ts';
import { RUN_COMMANDS } from './commands.ts';
import { startCommandServer } from './commandServer.ts';

describe('README commands', () => {
  const server = startCommandServer();

  it('work as they are written there', async () => {
    const outputs = new Map<string, string>([['npm start', server.output]]);
    for (const command of RUN_COMMANDS) {
      if (!outputs.has(command)) {
        outputs.set(command, await shell(server.addressed(command)));
      }
    }
    const outputsOf = (start: string) =>
      [...outputs].flatMap(([command, output]) => (command.startsWith(start) ? output : []));
    expect(outputsOf('npm run demo')).toEqual([expect.stringContaining('waiting: cleo, dan')]);
    expect(outputsOf('npm run -s token').length).toBeGreaterThan(1);
    for (const token of outputsOf('npm run -s token')) {
      expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    }
    expect(outputsOf('curl').map((answer) => JSON.parse(answer))).toEqual([
      {
        data: {
          createUser: { userId: 'frida' },
          registerForEvent: { registrationStatus: 'WAITLISTED', position: 3, waitlistCount: 3 },
        },
      },
    ]);
  });

  it('can be repeated: the demo changes nothing the second time', async () => {
    const demo = server.addressed('npm run demo');
    expect(await shell(demo)).toBe(await shell(demo));
  });
});
