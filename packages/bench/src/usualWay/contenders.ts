import { print } from 'graphql';
import { RegisterForEventDocument } from 'event-registration-client';
import type { HttpClient } from '../load/httpClient.ts';
import type { Wish } from '../load/registerOverHttp.ts';
import type { People } from '../stage/people.ts';
import type { Serving } from '../stage/serve.ts';
import { startProcess } from '../stage/startProcess.ts';
import { startServer } from '../stage/startServer.ts';
import { temporaryStateDir } from '../stage/temporaryStateDir.ts';
import { resolverAssembly } from './resolverAssembly.ts';
import { USUAL_OPERATION } from './schema.ts';
import { nameOf } from '../../../../tools/running/startWorld.ts';

/** Somebody who offers registerForEvent over HTTP. */
export interface Contender {
  tableName: string;
  pid: number;
  /** @returns whether it has succeeded */
  register(wish: Wish): Promise<boolean>;
  close(): Promise<void>;
}

export type StartContender = (endpoint: string, people: People, http: HttpClient) => Promise<Contender>;

/** All of them, by name; each has a process of its own, and works on tables of the same shape without stream. */
export function contenders(plainAssemblyDir: string): Record<string, StartContender> {
  return {
    'this API': async (endpoint, { stateDir, tokens }, http) => {
      const server = await startServer({ assemblyDir: plainAssemblyDir, dynamodb: { endpoint }, stateDir });
      const tableName = nameOf(server.serving.tables, 'EventTable');
      return {
        ...server,
        tableName,
        register: (wish) =>
          succeeds(http, server.serving.url, tokens.get(wish.userId)!, print(RegisterForEventDocument), wish),
      };
    },
    'usual way, as AppSync resolvers': async (endpoint, _, http) => {
      const tableName = 'UsualWayResolvers';
      const stateDir = temporaryStateDir();
      const server = await startServer({
        assemblyDir: resolverAssembly(plainAssemblyDir, tableName),
        dynamodb: { endpoint },
        stateDir,
      });
      const headers = { 'x-api-key': server.serving.apiKey ?? '' };
      return {
        ...server,
        tableName,
        register: (wish) => succeeds(http, server.serving.url, '', USUAL_OPERATION, wish, headers),
      };
    },
    'usual way, as graphql-yoga': async (endpoint, _, http) => {
      const tableName = 'UsualWayYoga';
      const server = await startProcess<Pick<Serving, 'url'>>(new URL('serveYoga.ts', import.meta.url), {
        endpoint,
        tableName,
      });
      return {
        ...server,
        tableName,
        register: (wish) => succeeds(http, server.serving.url, '', USUAL_OPERATION, wish),
      };
    },
  };
}

async function succeeds(
  http: HttpClient,
  url: string,
  token: string,
  query: string,
  wish: Wish,
  headers: Record<string, string> = {},
): Promise<boolean> {
  const { data, errors } = await http.post(url, token, query, wish, headers);
  return errors === undefined && data?.registerForEvent?.registrationStatus === 'REGISTERED';
}
