/** Whole lists of the API, whose pages may be short or empty before the last one. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { Transport } from './followEvent.ts';

/** What a list answers: its one field. */
type Pages = Record<string, { items: readonly unknown[]; nextToken: string | null } | null>;

/** What the items of a list's pages are. */
export type ItemOf<Data> = NonNullable<Data[keyof Data]> extends { items: readonly (infer Item)[] } ? Item : never;

/**
 * The items of a list, one by one, from all its pages: a page is fetched once the items before it are taken, so that
 * whoever breaks the loop off fetches no more. Throws what `request` throws. An item that moves in the list meanwhile
 * may come twice, or not at all, as the API's lists say.
 * @param document of a list, such as `ListWaitlistDocument`, with `$nextToken`
 */
export async function* allPages<Data, Variables extends { nextToken?: string | null | undefined }>(
  { request }: Pick<Transport, 'request'>,
  document: TypedDocumentNode<Data, Variables>,
  variables: Omit<Variables, 'nextToken'>,
): AsyncGenerator<ItemOf<Data>, void, undefined> {
  let nextToken: string | null = null;
  do {
    const answer: Data = await request(document, { ...variables, nextToken } as Variables);
    const [page] = Object.values(answer as Pages);
    yield* (page?.items ?? []) as ItemOf<Data>[];
    nextToken = page?.nextToken ?? null;
  } while (nextToken !== null);
}
