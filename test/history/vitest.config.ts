import { defineConfig } from 'vitest/config';

/** Histories against the model under faults: some minutes, so apart from `npm test`. */
export default defineConfig({
  test: {
    include: ['test/history/**/*.test.ts'],
    globalSetup: ['test/support/globalSetup.ts'],
    setupFiles: ['test/support/seed.ts'],
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});
