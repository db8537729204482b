import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { nextSteps, tokenCommand } from '../../tools/start/nextSteps.ts';

const textOf = (url: string, stateDir: string, running: string[] = []) =>
  nextSteps(url, stateDir, running).map(([, text]) => text);

describe('nextSteps', () => {
  it('are short where the server is at its usual place', () => {
    expect(textOf('http://localhost:4000/graphql', '.local')).toEqual([
      expect.stringMatching(/: npm run demo$/),
      expect.stringMatching(/^the console, http:\/\/localhost:4000\/, .*: npm run example$/),
    ]);
    expect(tokenCommand('.local')).toBe('npm run -s token -- alice --group organizers');
  });

  it('name the address and the state directory of one that is elsewhere', () => {
    const url = 'https://localhost:5000/graphql';
    expect(textOf(url, '/tmp/state')).toEqual([
      expect.stringMatching(/: npm run demo -- --url https:\/\/localhost:5000\/graphql --state-dir \/tmp\/state$/),
      expect.stringMatching(/: npm run example -- --api https:\/\/localhost:5000\/graphql --state-dir \/tmp\/state$/),
    ]);
    expect(textOf(url, '.local')[0]).toMatch(/: npm run demo -- --url https:\/\/localhost:5000\/graphql$/);
    expect(tokenCommand('/tmp/state')).toMatch(/ --group organizers --state-dir \/tmp\/state$/);
  });

  it('name the address of one that is not the only one', () => {
    const url = 'http://localhost:4000/graphql';
    expect(textOf(url, '.local', [url])[0]).toMatch(/: npm run demo$/);
    expect(textOf(url, '.local', [url, 'http://localhost:4001/graphql'])).toEqual([
      expect.stringMatching(/: npm run demo -- --url http:\/\/localhost:4000\/graphql$/),
      expect.stringMatching(/: npm run example -- --api http:\/\/localhost:4000\/graphql$/),
    ]);
  });

  it('name no app, which signs people in, where others can reach the server, and an address to open', () => {
    expect(textOf('http://0.0.0.0:4000/graphql', '.local')[1]).toBe('the console, http://localhost:4000/');
    expect(textOf('https://[::]:5000/graphql', '.local')[1]).toBe('the console, https://localhost:5000/');
    expect(textOf('http://192.168.0.9:4000/graphql', '.local')[1]).toBe('the console, http://192.168.0.9:4000/');
  });

  it('quote a folder for a shell', () => {
    const [, quoted = ''] = tokenCommand("my state's").split(' --state-dir ');
    expect(execFileSync('sh', ['-c', `printf %s ${quoted}`], { encoding: 'utf8' })).toBe("my state's");
  });
});
