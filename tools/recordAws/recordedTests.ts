/** The test files whose questions AppSync answers for `npm run record:aws`, from the root of the repository. */
export const RECORDED_TESTS = [
  'packages/appsync-local/test/resolver/recordings.test.ts',
  'test/resolvers/evaluateCode.test.ts',
];
