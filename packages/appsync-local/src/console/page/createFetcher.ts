import type { Fetcher } from '@graphiql/toolkit';
import { getOperationAST, parse, print, separateOperations, type DocumentNode } from 'graphql';
import type { Identity } from '../identity.ts';
import type { ActivityLog, SentRequest } from './activity.ts';
import { listen } from './listen.ts';
import { messageOf } from './messageOf.ts';
import { prove } from './prove.ts';
import { describeIdentity } from './roles.ts';

/**
 * Sends GraphiQL's operations as whoever we are: queries and mutations over HTTP, subscriptions over a WebSocket. The
 * log has what happens. A request that nobody answers is an answer with errors.
 */
export function createFetcher(identity: () => Identity, log: ActivityLog): Fetcher {
  return ({ query, variables, operationName }, options) => {
    const document = parsed(query);
    // The name trails the text by a moment when an operation has just been opened.
    const named = document === undefined ? undefined : getOperationAST(document, operationName);
    const operation = named ?? (document === undefined ? undefined : getOperationAST(document));
    const name = operation?.name?.value;
    if (document === undefined || operation?.operation !== 'subscription') {
      return request(log, identity(), { query, variables, operationName: name }, options?.headers).catch(explain);
    }
    const payload = {
      query: print(onlyOperation(document, name)),
      variables: (variables as Record<string, unknown> | undefined) ?? {},
    };
    return listen(log, { name: name ?? 'subscription', identity: identity(), payload });
  };
}

async function request(
  log: ActivityLog,
  identity: Identity,
  payload: { query: string; variables: unknown; operationName: string | undefined },
  more: Record<string, string> = {},
): Promise<object> {
  const body = JSON.stringify(payload);
  const headers = { 'content-type': 'application/json', ...(await prove(identity, 'request', body)), ...more };
  const since = performance.now();
  const answer = await fetch('/graphql', { method: 'POST', headers, body });
  const value = (await answer.json()) as object;
  const milliseconds = Math.round(performance.now() - since);
  const name = payload.operationName ?? 'unnamed';
  // GraphiQL's own, whenever it wants to know the schema.
  if (name !== 'IntrospectionQuery') {
    const id = answer.headers.get('x-amzn-requestid') ?? '';
    log.sent({ id, name, as: describeIdentity(identity), milliseconds, headers, body, resolved: null });
    void readLog(id).then((resolved) => log.resolved(id, resolved));
  }
  return value;
}

/** What the resolvers of a request did; null where the server has no log of it, or is gone. */
async function readLog(id: string): Promise<SentRequest['resolved']> {
  try {
    const answer = await fetch('/console/log', { method: 'POST', body: id });
    return answer.ok ? ((await answer.json()) as SentRequest['resolved']) : null;
  } catch {
    return null;
  }
}

/** The error of a request that was not answered. GraphiQL would show what is thrown with its stack. */
function explain(error: unknown): object {
  return { errors: [messageOf(error)] };
}

/** A document, or undefined where its syntax is wrong: the server shall say so. */
function parsed(query: string): DocumentNode | undefined {
  try {
    return parse(query);
  } catch {
    return undefined;
  }
}

/**
 * The start of a subscription has no place for an operation's name (docs/reference/appsync.md#messages), so the others
 * are left out.
 */
function onlyOperation(document: DocumentNode, name = ''): DocumentNode {
  return separateOperations(document)[name] ?? document;
}
