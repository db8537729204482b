import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const CLI = join(import.meta.dirname, '../../bin/appsync-local.js');

/** The command as a process. */
export interface Run {
  child: ChildProcess;
  /** What it has printed so far, on either stream. */
  output(): string;
  /** Its exit code. */
  ended: Promise<number | null>;
}

/** Runs `appsync-local` with these arguments; `path` is where it finds `java`. */
export function runCli(args: string[], path = process.env.PATH ?? ''): Run {
  const child = spawn(process.execPath, [CLI, ...args], { env: { ...process.env, PATH: path } });
  let text = '';
  child.stdout.on('data', (part: Buffer) => void (text += part.toString()));
  child.stderr.on('data', (part: Buffer) => void (text += part.toString()));
  return { child, output: () => text, ended: once(child, 'close').then(([code]) => code as number | null) };
}

/** Serves an assembly on any free port; returns once it greets, with what the greeting says. */
export async function serveByCli(
  assembly: string,
  stateDir: string,
  ...more: string[]
): Promise<Run & { url: string; key: string }> {
  const run = runCli([assembly, '--port', '0', '--state-dir', stateDir, ...more]);
  while (!/^Try .*\n/m.test(run.output())) {
    if (run.child.exitCode !== null) {
      throw new Error(run.output());
    }
    await new Promise((done) => setTimeout(done, 50));
  }
  const [, url = ''] = /^GraphQL +(\S+)$/m.exec(run.output()) ?? [];
  const [, key = ''] = /^API key +(\S+)$/m.exec(run.output()) ?? [];
  return { ...run, url, key };
}

/** Sends a GraphQL document over HTTP with the API key. */
export async function call({ url, key }: { url: string; key: string }, query: string): Promise<unknown> {
  const response = await fetch(url, { method: 'POST', headers: { 'x-api-key': key }, body: JSON.stringify({ query }) });
  return response.json();
}
