import { spawn } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LocalError } from 'appsync-local/serve';
import { environmentWith } from '../frame/environment.ts';

/** The app was not synthesised; the message is one sentence for the person who asked for it. */
class SynthesisFailed extends LocalError {
  override readonly name = 'SynthesisFailed';
}

/**
 * Synthesises the CDK app of a directory into `outDir`, which it returns, as the CDK CLI does: its `app` command, with
 * the context of cdk.json.
 * Throws SynthesisFailed with the app's own message when that fails. `signal` ends it.
 */
export async function synthesise(projectDir: string, outDir: string, signal: AbortSignal): Promise<string> {
  const configFile = resolve(projectDir, 'cdk.json');
  if (!existsSync(configFile)) {
    throw new SynthesisFailed(
      `No cdk.json in ${projectDir}: start in the project's folder, or name an assembly with --assembly.`,
    );
  }
  const { app, context = {} } = JSON.parse(readFileSync(configFile, 'utf8')) as {
    app?: string;
    context?: Record<string, unknown>;
  };
  if (app === undefined) {
    throw new SynthesisFailed('cdk.json names no app to synthesise.');
  }
  const env = environmentWith({ CDK_OUTDIR: resolve(outDir), CDK_CONTEXT_JSON: JSON.stringify(context) });
  const child = spawn(app, {
    cwd: projectDir,
    env,
    shell: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
    killSignal: 'SIGTERM',
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const status = await new Promise<number | null>((done) => {
    child.once('error', () => done(null));
    child.once('close', done);
  });
  if (status !== 0 && !signal.aborted) {
    throw new SynthesisFailed(`The CDK app could not be synthesised: ${reasonIn(stderr, realpathSync(projectDir))}`);
  }
  return outDir;
}

/**
 * What an app's stderr says went wrong: all of it where the app explains itself, and of a stack trace the error's
 * message and the first place in the sources of `projectDir`.
 */
export function reasonIn(stderr: string, projectDir: string): string {
  const [message = ''] = stderr.split(/^\s+at .*$/m, 1);
  if (message === stderr) {
    return stderr.trim() || 'it ended without saying why.';
  }
  const lines = message.trim().split('\n');
  const reason = lines.slice(lines.findLastIndex((line) => /^(?:\w*Error|Uncaught)\b.*:/.test(line))).join('\n');
  const place = placeIn(stderr, projectDir);
  return place === null ? reason : `${reason} (${place})`;
}

/** The first 'file:line:column' of a stack trace that is of the project's own sources, by its path from there. */
function placeIn(stack: string, projectDir: string): string | null {
  for (const [, file = '', place] of stack.matchAll(/^\s+at (?:.*\()?(\S+?):(\d+:\d+)\)?$/gm)) {
    const path = relative(projectDir, file.startsWith('file:') ? fileURLToPath(file) : file);
    if (/^(?:file:\/)?\//.test(file) && !/^\.\.|node_modules/.test(path)) {
      return `${path}:${place}`;
    }
  }
  return null;
}
