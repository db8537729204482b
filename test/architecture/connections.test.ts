import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { FOLDERS, sourceFilesIn } from './sourceFiles.ts';

/** DynamoDB Local ends a connection that was idle for 30 s (docs/reference/dynamodb.md#dynamodb-local). */
const MAX_FREE_MS = 20_000;
const OBJECTS = FOLDERS.filter((folder) => !['client', 'examples', 'test'].includes(folder))
  .flatMap((folder) => sourceFilesIn(folder))
  .filter(({ path }) => !path.includes('/test/'))
  .flatMap(({ path, syntax }) => objectsOf(syntax).map((object) => ({ path, object })));

describe('connections', () => {
  it('are ended while they are free, before the other side does so at the moment of the next request', () => {
    const kept = OBJECTS.filter(({ object }) => valueOf(object, 'keepAlive') === 'true');
    expect(kept.length).toBeGreaterThan(5);
    const tooLong = kept.filter(({ object }) => !(numberOf(valueOf(object, 'timeout')) <= MAX_FREE_MS));
    expect(tooLong.map(({ path }) => path)).toEqual([]);
  });

  it('are the business of every client that makes one attempt', () => {
    const clients = OBJECTS.filter(({ object }) => valueOf(object, 'maxAttempts') === '1');
    expect(clients.length).toBeGreaterThan(4);
    const careless = clients.filter(({ object }) => !/\bhttpAgent\b/.test(object.getText()));
    expect(careless.map(({ path }) => path)).toEqual([]);
  });
});

function objectsOf(node: ts.Node): ts.ObjectLiteralExpression[] {
  const found = ts.isObjectLiteralExpression(node) ? [node] : [];
  ts.forEachChild(node, (child) => void found.push(...objectsOf(child)));
  return found;
}

/** What an object says for a name, as it is written; undefined if it has no such name. */
function valueOf(object: ts.ObjectLiteralExpression, name: string): string | undefined {
  const property = object.properties.filter(ts.isPropertyAssignment).find((one) => one.name.getText() === name);
  return property?.initializer.getText();
}

function numberOf(text: string | undefined): number {
  return Number(text?.replaceAll('_', '') ?? NaN);
}
