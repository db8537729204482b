import { join } from 'node:path';
import { createServeCommand, serve } from 'appsync-local';
import { runTool } from './frame/tool.ts';
import { synthesise } from './start/synthesise.ts';

/**
 * `npm start`: synthesises this app and serves it with appsync-local, the operations of clients in its console, until
 * it is stopped. Exit codes: 0 stopped, 1 could not start (which appsync-local says), 2 wrongly called.
 */
const command = createServeCommand('start', 'client/operations')
  .description('serve the API of this CDK app on this machine')
  .option('--assembly <directory>', 'serve this cloud assembly instead of synthesising one');

await runTool(command, ({ assembly, ...options }) =>
  serve({
    ...options,
    assembly: assembly ?? ((signal) => synthesise(process.cwd(), join(options.stateDir, 'cdk.out'), signal)),
    tokenCommand: 'npm run -s token -- alice --group organizers',
  }),
);
