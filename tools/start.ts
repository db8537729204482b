import { Option } from '@commander-js/extra-typings';
import { createServeCommand, serve } from 'appsync-local';
import { runTool } from './frame/tool.ts';
import { keptAssembly } from './start/keptAssembly.ts';
import { watch } from './start/watch.ts';

/**
 * `npm start`: synthesises this app and serves it with appsync-local, the operations of clients in its console, until
 * it is stopped. Exit codes: 0 stopped, 1 could not start (which appsync-local says), 2 wrongly called.
 */
const command = createServeCommand('start', 'client/operations')
  .description('serve the API of this CDK app on this machine')
  .option('--assembly <directory>', 'serve this cloud assembly instead of synthesising one')
  .addOption(
    new Option('--watch', 'serve changes of the sources as soon as they are saved')
      .conflicts('assembly')
      .default(false),
  );

/** To stderr: what stands on stdout once it serves is read by other tools. */
const say = (line: string): void => console.error(line);

await runTool(command, ({ assembly, watch: isWatching, ...options }) =>
  serve({
    ...options,
    assembly: assembly ?? ((signal) => keptAssembly(process.cwd(), signal, say)),
    say,
    ...(isWatching && {
      watch: (replace, assemblyDir) => watch({ projectDir: process.cwd(), assemblyDir, replace, say }),
    }),
    tokenCommand: 'npm run -s token -- alice --group organizers',
  }),
);
