import { spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inject } from 'vitest';
import { readGreeting, type Greeting } from '../../tools/running/greeting.ts';
import { CACHE, inputsHash } from '../../tools/start/keptAssembly.ts';
import { INPUTS } from '../../tools/start/sources.ts';

const project = resolve(import.meta.dirname, '../..');

/** A copy of the sources, served by `npm start -- --watch`. */
export interface WatchedCopy extends Greeting {
  stateDir: string;
  /** Puts `to` in the place of `from`, which the file has once; gives the line of it, from 1. */
  edit(file: string, from: string, to: string): number;
  /** What is said from now on until a change is live, or the version before goes on. */
  nextTold(): Promise<string>;
  /** What is said from now on until a line matches, which is the last of it. */
  nextSaid(line: RegExp): Promise<string>;
  close(): Promise<void>;
}

/** Offers the installed packages to a copy, without what is kept of the project itself. */
function linkModules(copy: string): void {
  mkdirSync(join(copy, 'node_modules'));
  for (const name of readdirSync(join(project, 'node_modules')).filter((entry) => entry !== '.cache')) {
    symlinkSync(join(project, 'node_modules', name), join(copy, 'node_modules', name));
  }
}

/** Copies the sources and serves them, until closed. Rejects with what was said if that ends before it serves. */
export async function startWatchedCopy(): Promise<WatchedCopy> {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), 'watch-')));
  for (const input of [...INPUTS, 'tools']) {
    cpSync(join(project, input), join(copy, input), { recursive: true });
  }
  linkModules(copy);
  cpSync(inject('assemblyDir'), join(copy, CACHE, inputsHash(copy)), { recursive: true });
  const stateDir = join(copy, 'state');
  const options = ['--watch', '--port', '0', '--in-memory', '--operations', join(project, 'client/operations')];
  const server = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), 'tools/start.ts', ...options, '--state-dir', stateDir],
    { cwd: copy, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let [printed, said, told] = ['', '', 0];
  let onText = (): void => undefined;
  const ended = new Promise<void>((resume) => server.once('close', () => resume(onText())));
  server.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    onText();
  });
  server.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    onText();
  });
  const until = async <Found>(look: () => Found | null): Promise<Found> => {
    for (;;) {
      const found = look();
      if (found !== null) {
        return found;
      }
      if (server.exitCode !== null || server.signalCode !== null) {
        throw new Error(`The server has ended: ${said}`);
      }
      await new Promise<void>((resume) => {
        onText = resume;
      });
    }
  };
  const nextSaid = (line: RegExp) =>
    until(() => {
      const lines = said.slice(told).split('\n').slice(0, -1);
      const end = lines.findIndex((text) => line.test(text)) + 1;
      const text = lines.slice(0, end).map((one) => `${one}\n`);
      told += text.join('').length;
      return end === 0 ? null : text.join('');
    });
  const close = async (): Promise<void> => {
    server.kill('SIGTERM');
    await ended;
    rmSync(copy, { recursive: true });
  };
  try {
    const greeting = await until(() => readGreeting(printed));
    return {
      ...greeting,
      stateDir,
      edit: (file, from, to) => {
        const parts = readFileSync(join(copy, file), 'utf8').split(from);
        if (parts.length !== 2) {
          throw new Error(`${file} has these words ${parts.length - 1} times: ${from}`);
        }
        // At once: half a text would be a mistake of its own, which is told.
        writeFileSync(join(copy, 'edited'), parts.join(to));
        renameSync(join(copy, 'edited'), join(copy, file));
        return parts[0]!.split('\n').length;
      },
      nextTold: () => nextSaid(/^(?:The version before goes on\.|Live after .*)$/),
      nextSaid,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
