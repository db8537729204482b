/**
 * What judges and runs the code of resolvers, for synthesis, linters and tools. It is apart from index.ts because those
 * start often, and this loads in a fifth of the time: neither servers nor the AWS SDK.
 */
export { checkCode } from './src/resolver/checkCode.ts';
export type { CodeError } from './src/resolver/codeError.ts';
export { evaluateCode, type EvaluateCodeOutput } from './src/resolver/evaluateCode.ts';
export { sourceFinder } from './src/resolver/sourcePlaces.ts';
export { APPSYNC_JS } from './src/resolver/language.ts';
