import { expect } from 'vitest';
import type { Reply } from './calls.ts';
import { must } from './given.ts';

interface Page<T> {
  items: T[];
  nextToken: string | null;
}

interface PageArguments {
  limit?: number | null;
  nextToken?: string | null;
}

/** All items of a list, page by page until nextToken is null; no page may hold more than `limit`. */
export async function allPages<T>(
  ask: (page: PageArguments) => Promise<Reply<Page<T>>>,
  limit: number,
): Promise<{ items: T[]; sizes: number[] }> {
  const items: T[] = [];
  const sizes: number[] = [];
  let nextToken: string | null = null;
  do {
    const page: Page<T> = must(await ask({ limit, nextToken }));
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    sizes.push(page.items.length);
    nextToken = page.nextToken;
  } while (nextToken !== null);
  return { items, sizes };
}

/** Whatever is wrong with a page's arguments is a ValidationError that names the argument, and no data. */
export async function expectBadPages<T>(
  ask: (page: PageArguments) => Promise<Reply<Page<T>>>,
  foreignToken: string,
  ownToken: string,
): Promise<void> {
  const mangled = `${ownToken.slice(0, 20)}${ownToken[20] === 'A' ? 'B' : 'A'}${ownToken.slice(21)}`;
  for (const limit of [0, -1, 101, 2147483647]) {
    expect(await ask({ limit })).toMatchObject({
      value: null,
      errorType: 'ValidationError',
      error: { errorInfo: { field: 'limit', min: 1, max: 100 } },
    });
  }
  for (const nextToken of ['', 'x', 'not base64 #', ownToken.slice(1), `${ownToken}A`, mangled, foreignToken]) {
    expect({ nextToken, ...(await ask({ nextToken })) }).toMatchObject({
      value: null,
      errorType: 'ValidationError',
      error: { errorInfo: { field: 'nextToken', retryable: false } },
    });
  }
}
