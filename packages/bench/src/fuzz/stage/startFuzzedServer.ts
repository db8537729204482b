import { startProcess, type Process } from '../../stage/startProcess.ts';
import type { Rest, Serving } from './serve.ts';

/** The API in a process of its own. */
export interface FuzzedServer extends Serving, Pick<Process<Serving>, 'end' | 'close'> {
  /** Waits until everything that was changed is announced, then says how it is. Rejects if the process has ended. */
  rest(): Promise<Rest>;
}

/** Starts the API of an assembly in a process of its own, on a database of its own. */
export async function startFuzzedServer(assemblyDir: string): Promise<FuzzedServer> {
  const { serving, ask, end, close } = await startProcess<Serving>(
    new URL('serve.ts', import.meta.url),
    { assemblyDir },
    ['--expose-gc'],
  );
  return { ...serving, rest: () => ask<Rest>(), end, close };
}
