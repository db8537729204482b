import { numberFrom, parseEndpoint, wholeNumberFrom } from '../frame/argument.ts';
import { awsRegion } from '../frame/environment.ts';
import { defineTool } from '../frame/tool.ts';

export const command = defineTool(
  'simulate',
  'send a crowd to an event: people arrive, register and leave; ends with a check of every promise',
)
  .option('--url <url>', 'the GraphQL endpoint; that of the running npm start if left out', parseEndpoint)
  .option('--people <number>', 'how many come', wholeNumberFrom(1, 100_000), 200)
  .option('--seats <number>', 'capacity of the event', wholeNumberFrom(1, 1_000_000), 20)
  .option('--seconds <number>', 'how long they keep coming', numberFrom(0, 3600), 20)
  .option('--rate <number>', 'arrivals per second, instead of --seconds', numberFrom(0.01, 10_000))
  .option('--leave <share>', 'the share of people who leave again', numberFrom(0, 1), 0.3)
  .option('--seed <number>', 'the same crowd again', wholeNumberFrom(0, 2 ** 31), 1)
  .option('--event <id>', 'an event that is there already, instead of a new one')
  .option('--state-dir <directory>', 'local API: where it keeps its state', '.local')
  .option('--token <jwt>', 'deployment: a token of somebody in group admins')
  .option('--iam', 'deployment: sign with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN', false)
  .option('--region <region>', 'deployment: region to sign for', awsRegion() ?? 'us-east-1')
  .option('--patience <seconds>', 'how long lists may be behind before they are called wrong', numberFrom(0, 600), 15);

/** What the command line says, and where the API is. */
export type SimulateOptions = ReturnType<typeof command.opts> & { url: string };
