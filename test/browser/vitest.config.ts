import { defineConfig } from 'vitest/config';
import { SURROUNDINGS } from '../support/surroundings.ts';

/** `npm run test:browser`: what needs Chromium, apart from the tests that need only Node, Java and curl. */
export default defineConfig({
  test: {
    include: ['test/browser/*.test.ts'],
    ...SURROUNDINGS,
    maxWorkers: 1,
    testTimeout: 600_000,
    hookTimeout: 900_000,
  },
});
