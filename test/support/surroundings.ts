/** DynamoDB Local takes half the processor time when Java compiles quickly rather than well. */
export const JAVA_TOOL_OPTIONS = [process.env.JAVA_TOOL_OPTIONS, '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC']
  .filter(Boolean)
  .join(' ');

/** What all tests find around them, those in a browser too. */
export const SURROUNDINGS = {
  globalSetup: ['test/support/globalSetup.ts'],
  setupFiles: ['test/support/seed.ts'],
  env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', JAVA_TOOL_OPTIONS },
  pool: 'forks' as const,
};
