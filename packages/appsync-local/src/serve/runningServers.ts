import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLineOf, isRunning, type NotedProcess } from '../dynamodb/runningProcess.ts';
import { inState, makeFolder } from '../state/stateErrors.ts';

/** A server that runs with a state directory. */
export interface FoundServer {
  /** The GraphQL endpoint. */
  url: string;
  /** The endpoint of its DynamoDB. */
  dynamodb: string;
}

/** A file that a process keeps in the state directory for as long as it lasts. */
interface Note {
  close(): Promise<void>;
}

/**
 * Notes what this process serves in the state directory, for tools to find it there. Throws StartError where nothing
 * can be written.
 */
export function noteServer(stateDir: string, server: FoundServer): Note {
  return note(stateDir, new URL(server.url).port, server);
}

/** Notes that this process is going to serve from the state directory. Throws as `noteServer`. */
export function noteStart(stateDir: string): Note {
  return note(stateDir, 'starting', { isStarting: true });
}

/** Whether somebody is going to serve from this state directory. One that was killed hard is not any more. */
export function isStarting(stateDir: string): boolean {
  return notes(serversDir(stateDir)).some((one) => isRunning(one) && 'isStarting' in one);
}

function note(stateDir: string, name: string, what: FoundServer | { isStarting: true }): Note {
  const folder = serversDir(stateDir);
  const file = join(folder, `${name}.json`);
  const itself: NotedProcess = { pid: process.pid, command: commandLineOf(process.pid) ?? '' };
  makeFolder(folder);
  inState(file, () => writeFileSync(file, JSON.stringify({ ...what, ...itself })));
  return { close: async () => rmSync(file, { force: true }) };
}

/** The servers that run with this state directory, by their URLs. One that was killed hard is none any more. */
export function findServers(stateDir: string): FoundServer[] {
  return notes(serversDir(stateDir))
    .filter((note) => isRunning(note) && isServer(note))
    .map((note) => note as FoundServer)
    .map(({ url, dynamodb }) => ({ url, dynamodb }))
    .sort((one, other) => one.url.localeCompare(other.url));
}

function serversDir(stateDir: string): string {
  return join(stateDir, 'servers');
}

/** What the files of a folder hold, as far as it is JSON; nothing if there is no such folder. */
function notes(folder: string): unknown[] {
  try {
    return readdirSync(folder).flatMap((name) => {
      try {
        return [JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown];
      } catch {
        // Removed by its server meanwhile, or cut short by a crash.
        return [];
      }
    });
  } catch {
    return [];
  }
}

function isServer(note: unknown): boolean {
  const { url, dynamodb } = note as Partial<FoundServer>;
  return typeof url === 'string' && typeof dynamodb === 'string';
}
