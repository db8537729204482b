import type { Health, ServeOptions, Serving } from './serve.ts';
import { startProcess, type Process } from './startProcess.ts';

/** The API in a process of its own. */
export interface Server extends Process<Serving> {
  health(): Promise<Health>;
}

/** Starts the API in a process of its own, so that neither load nor model takes its processor time from within. */
export async function startServer(options: ServeOptions): Promise<Server> {
  const server = await startProcess<Serving>(new URL('serve.ts', import.meta.url), options);
  return { ...server, health: () => server.ask<Health>() };
}
