import { numberFrom, parseEndpoint, parseUrl } from '../frame/argument.ts';
import { defineTool } from '../frame/tool.ts';

export const command = defineTool('audit', 'recount every event of the table and compare; see docs/audit.md')
  .option('--table <name>', 'the table; that of a running npm start if left out')
  .option('--lane-table <name>', 'the table of the lanes; that of a running npm start if left out')
  .option('--endpoint <url>', 'where DynamoDB answers, if not at its usual place', parseUrl)
  .option('--url <url>', 'the npm start, by its GraphQL endpoint, where several run', parseEndpoint)
  .option('--region <region>', 'the AWS region, if not the usual one')
  .option('--repair', 'repair what can be repaired safely', false)
  .option(
    '--rate <units>',
    'read units per second at most (500, without limit on this machine)',
    numberFrom(1, 1_000_000),
  )
  .option('--report <file>', 'writes a JSON report')
  .option(
    '--settle-seconds <seconds>',
    'how long an event must stand still before it is called wrong',
    numberFrom(0, 3600),
    5,
  )
  .option('--patience <seconds>', 'give up after this long without an answer', numberFrom(1, 86_400), 120)
  .option('--state-dir <directory>', 'where npm start keeps its state', '.local');

export type AuditOptions = ReturnType<typeof command.opts>;
