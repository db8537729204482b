import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RECORDED_TESTS } from '../../tools/recordAws/recordedTests.ts';

test.each(RECORDED_TESTS)('%s, which record:aws runs, is there', (file) => {
  expect(existsSync(file)).toBe(true);
});
