import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';

/** Sends an operation of client/operations.generated.ts: variables and answer have its types. */
export async function send<Data, Variables>(
  api: { endpoint: string; getToken: () => Promise<string> },
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const answer = await fetch(api.endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: await api.getToken() },
    body: JSON.stringify({ query: print(document), variables }),
  });
  const { data, errors } = (await answer.json()) as { data: Data; errors?: { message: string; errorType?: string }[] };
  if (errors) {
    throw Object.assign(new Error(errors[0]?.message), { errors });
  }
  return data;
}
