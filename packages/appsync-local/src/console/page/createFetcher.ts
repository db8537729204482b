import type { Fetcher } from '@graphiql/toolkit';
import { getOperationAST, parse, print, separateOperations, type DocumentNode } from 'graphql';
import type { Identity } from '../identity.ts';
import { prove } from './prove.ts';
import { subscribe, type Sink } from './subscribe.ts';

/** Sends GraphiQL's operations as whoever we are: queries and mutations over HTTP, subscriptions over a WebSocket. */
export function createFetcher(identity: () => Identity): Fetcher {
  return ({ query, variables, operationName }, options) => {
    const document = parsed(query);
    // The name trails the text by a moment when an operation has just been opened.
    const named = document === undefined ? undefined : getOperationAST(document, operationName);
    const operation = named ?? (document === undefined ? undefined : getOperationAST(document));
    const name = operation?.name?.value;
    if (document === undefined || operation?.operation !== 'subscription') {
      return request(identity(), { query, variables, operationName: name }, options?.headers);
    }
    const payload = {
      query: print(onlyOperation(document, name)),
      variables: (variables as Record<string, unknown> | undefined) ?? {},
    };
    // GraphiQL subscribes with an object; a function is allowed by its types only.
    return { subscribe: (sink: unknown) => ({ unsubscribe: subscribe(identity(), payload, sink as Sink) }) };
  };
}

async function request(identity: Identity, payload: object, headers: Record<string, string> = {}): Promise<object> {
  const body = JSON.stringify(payload);
  const proof = await prove(identity, 'request', body);
  const answer = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...proof, ...headers },
    body,
  });
  return (await answer.json()) as object;
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
