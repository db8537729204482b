/** `appsync-local cdk.out`: serves a cloud assembly, or says by name what in it is not emulated. */

import { serve } from './serve/serve.ts';
import { createServeCommand } from './serve/serveCommand.ts';

// The SDK's warning about this Node version would drown the few lines that matter.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
await createServeCommand('appsync-local')
  .description('serve the AppSync API of a CDK cloud assembly on this machine, with DynamoDB Local')
  .argument('<assembly>', 'the directory that `cdk synth` writes, such as cdk.out')
  .action((assembly, options) => serve({ ...options, assembly }))
  .parseAsync();
