import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, inject, test } from 'vitest';

const torture = async (...options: string[]) => {
  const command = ['--import', 'tsx', 'test/history/torture.ts', '--seed', String(inject('seed')), ...options];
  const child = spawn(process.execPath, command);
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ]);
  return { stdout, stderr, status };
};

describe('npm run torture', () => {
  test('says what it has done, and ends well when nothing is violated', async () => {
    const { status, stdout } = await torture('--minutes', '0.05', '--no-guards');
    expect(stdout).toContain(`seed ${inject('seed')}`);
    expect(stdout).toMatch(/histories +[1-9]\d*\n +operations +[1-9]/);
    expect(stdout).toMatch(/violations +0\n/);
    expect(status).toBe(0);
  });

  test('shows the shortest history that it finds, and fails, when the system lacks a guard', async () => {
    const without = ['--without', 'reserveSeat: currentRegistrations < capacity'];
    // A slow machine makes few histories in a minute.
    let found = await torture('--minutes', '0.2', ...without);
    for (const minutes of ['1', '3']) {
      found = found.status === 1 ? found : await torture('--minutes', minutes, ...without);
    }
    const { status, stdout } = found;
    // Where time runs out in the history that is the first to fail, there is no path to it yet.
    expect(stdout).toMatch(/violation:\npath ([\d:]+|null), seed \d+\n/);
    expect(stdout).toMatch(/violations +[1-9]/);
    expect(status).toBe(1);
  });

  test('names the guards there are when told one that is not', async () => {
    const { status, stderr } = await torture('--without', 'luck');
    expect(stderr).toMatch(/There is no guard "luck"(.|\n)*\ntoken reuse\n/);
    expect(status).toBe(2);
  });
});
