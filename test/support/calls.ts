import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import type { CallAs } from 'appsync-local';
import * as documents from '../../client/operations.generated.ts';
import type { GraphqlError } from './api.ts';
import type { World } from './world.ts';

/** What the one field of an operation answered: its value, or null and why. */
export interface Reply<T> {
  value: T | null;
  error: GraphqlError | null;
  errorType: string | null;
}

type Documents = typeof documents;

type Call<Document> =
  Document extends TypedDocumentNode<infer R extends object, infer V>
    ? (as: CallAs, variables: V) => Promise<Reply<NonNullable<R[keyof R]>>>
    : never;

/** The operations of client/operations, one method each, but for subscriptions. */
export type Calls = {
  [
    Name in keyof Documents as Name extends `On${string}`
      ? never
      : Name extends `${infer Operation}Document`
        ? Uncapitalize<Operation>
        : never
  ]: Call<Documents[Name]>;
};

/** The operations that clients use: `calls.getUser(user('ada'), { userId: 'ada' })`. */
export function callsTo(api: Pick<World, 'graphql'>): Calls {
  const call = (document: TypedDocumentNode) => async (as: CallAs, variables: Record<string, unknown>) => {
    const { data, errors } = await api.graphql(as, print(document), variables);
    const [error = null] = errors;
    const [value = null] = Object.values(data ?? {});
    return { value, error, errorType: error?.errorType ?? null };
  };
  const operations = Object.entries(documents).flatMap(([name, document]) =>
    name.endsWith('Document') ? [[methodOf(name), call(document as TypedDocumentNode)]] : [],
  );
  return Object.fromEntries(operations) as Calls;
}

/** `getUser` of `GetUserDocument`. */
const methodOf = (name: string): string => `${name.charAt(0).toLowerCase()}${name.slice(1, -'Document'.length)}`;
