/**
 * What the command does, to be built into another one. It is apart from index.ts because it begins with DynamoDB Local,
 * and loads the API only while that starts.
 */
export { serve } from './src/serve/serve.ts';
export { createServeCommand } from './src/serve/serveCommand.ts';
export { isLoopback } from './src/auth/loopback.ts';
export { LocalError } from './src/error/localError.ts';
