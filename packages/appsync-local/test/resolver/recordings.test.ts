import { describe, expect, it } from 'vitest';
import { valueOf } from './evaluator.ts';
import { readRecordings } from './recordings.ts';

describe.each(readRecordings())('answers as AWS did: $name of $source.repository', ({ cases }) => {
  it.each(cases)('$title', async ({ expression, context, isText, result }) => {
    const value = await valueOf(expression, context);
    expect(isText === true ? JSON.parse(String(value)) : value).toStrictEqual(result);
  });
});
