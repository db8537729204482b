import { defineConfig } from 'vitest/config';

/** DynamoDB Local takes half the processor time when Java compiles quickly rather than well. */
const JAVA_TOOL_OPTIONS = '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC';

/**
 * `npm test` runs all but `*.deep.test.ts`. `npm run test:deep` (`--mode deep`) runs those, and `*.property.test.ts`
 * once more with more runs (test/support/tier.ts).
 */
export default defineConfig(({ mode }) => {
  Object.assign(process.env, { JAVA_TOOL_OPTIONS });
  const tier = mode === 'deep' ? 'deep' : 'fast';
  const files = tier === 'deep' ? '*.{deep,property}.test.ts' : '!(*.deep).test.ts';
  return {
    test: {
      include: [`test/**/${files}`, `packages/*/test/**/${files}`],
      exclude: ['test/browser/**'],
      globalSetup: ['test/support/globalSetup.ts'],
      setupFiles: ['test/support/seed.ts'],
      provide: { tier },
      env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', JAVA_TOOL_OPTIONS },
      pool: 'forks',
      // Files of one worker share what they import; each has its own table, and puts back what it changes of the
      // process.
      isolate: false,
      maxWorkers: 2,
      testTimeout: 300_000,
      hookTimeout: 300_000,
      reporters: ['default'],
    },
  };
});
