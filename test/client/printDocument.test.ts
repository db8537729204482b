import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse, print } from 'graphql';
import { describe, expect, it } from 'vitest';
import * as operations from '../../client/operations.generated.ts';
import { printDocument } from '../../client/printDocument.ts';

const DOCUMENTS = Object.entries(operations) as [string, TypedDocumentNode<unknown, never>][];

/** Everything that an operation may have. */
const RICH = `
  query Rich($a: [ID!]! = ["x", "y"], $b: In = { c: 1, d: [], e: {} } @old, $f: Int) @live(if: true) {
    one: field(a: $a, n: null, i: -1, x: 1.5e3, b: false, e: OPEN, s: "q\\"\\\\\\n\\u00e9", o: { a: [1, 2], b: $b }) @skip(if: $f) {
      ... on Thing @include(if: true) { id }
      ... @defer { id }
      ...Part @defer
    }
  }
  fragment Part on Thing @cached { id two: id }
  mutation { go }
  subscription S { s }
  { plain }
`;

describe('printDocument', () => {
  it('has documents to print', () => {
    expect(DOCUMENTS.length).toBeGreaterThan(10);
  });

  it.each(DOCUMENTS)('prints %s as the library graphql understands it', (_name, document) => {
    expect(print(parse(printDocument(document)))).toBe(print(document));
  });

  it('prints whatever an operation may have', () => {
    const document = parse(RICH) as TypedDocumentNode<unknown, never>;
    expect(print(parse(printDocument(document)))).toBe(print(document));
  });

  it('leaves text as it is', () => {
    expect(printDocument('{ x }')).toBe('{ x }');
  });
});
