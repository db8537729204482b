import { Option } from '@commander-js/extra-typings';
import { findServers } from 'appsync-local';
import { createServeCommand, serve } from 'appsync-local/serve';
import { runTool } from './frame/tool.ts';
import { keptAssembly } from './start/keptAssembly.ts';
import { nextSteps, tokenCommand } from './start/nextSteps.ts';

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
      watch: async (replace, assemblyDir) => {
        const { watch } = await import('./start/watch.ts');
        return watch({ projectDir: process.cwd(), assemblyDir, replace, say });
      },
    }),
    tokenCommand: tokenCommand(options.stateDir),
    next: (url) => {
      const running = findServers(options.stateDir).map((server) => server.url);
      return nextSteps(url, options.stateDir, running);
    },
  }),
);
