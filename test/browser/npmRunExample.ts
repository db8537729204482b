import { startNpm, type NpmProcess } from '../../tools/running/startNpm.ts';

/** An `npm run example` of its own. */
export interface Example extends NpmProcess {
  /** Where the app is, without a slash at the end. */
  app: string;
  /** The GraphQL endpoint. */
  api: string;
}

/** Runs `npm run example -- <args>` until it serves. Throws as `startNpm`. */
export async function npmRunExample(...args: string[]): Promise<Example> {
  const started = await startNpm(['run', '-s', 'example', '--', ...args], (output) => /Ctrl-C ends it/.test(output));
  const after = (name: string) => new RegExp(`^${name} +(\\S+?)/?$`, 'm').exec(started.output)?.[1] ?? '';
  return { ...started, app: after('App'), api: after('GraphQL') };
}
