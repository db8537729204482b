import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';

/**
 * A command line with the options of `serve`; whoever calls it adds what says where the assembly is, and the action.
 * `operationsDir` is where the console finds operations unless told otherwise.
 */
export function createServeCommand(name: string, operationsDir?: string) {
  return new Command(name)
    .addOption(
      new Option('-p, --port <number>', 'port of the GraphQL endpoint').env('PORT').default(4000).argParser(parsePort),
    )
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--https', 'serve HTTPS and WSS, with a generated certificate', false)
    .option('--in-memory', 'keep nothing after the end', false)
    .option('--dynamodb <url>', 'use a DynamoDB that runs already', parseUrl)
    .option('--operations <directory>', 'a directory of .graphql files that the console offers', operationsDir)
    .option('--forward <url>', 'post each event of the event buses there', parseUrl)
    .option('--state-dir <directory>', 'where database, keys and logs are kept', '.local')
    .option(
      '-v, --verbose',
      'show what is not emulated for want of effect, and what resolvers and functions print',
      false,
    );
}

function parsePort(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : -1;
  if (port < 0 || port > 65_535) {
    throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  }
  return port;
}

function parseUrl(text: string): string {
  if (!/^https?:/.test(text) || !URL.canParse(text)) {
    throw new InvalidArgumentError('This is not an http or https URL.');
  }
  return text;
}
