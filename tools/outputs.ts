import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { amplifyOutputs } from './outputs/amplifyOutputs.ts';
import { localPlace } from './outputs/localPlace.ts';
import { OutputsError } from './outputs/outputsError.ts';
import { readStackOutputs } from './outputs/readStackOutputs.ts';
import { NoLocalServer } from './running/proveLocally.ts';

/**
 * `npm run outputs`: writes `amplify_outputs.json` for frontends. Exit codes: 0 written, 2 not written, for the reason
 * printed.
 */
const command = new Command('outputs')
  .description('write amplify_outputs.json, which tells frontends where the API is')
  .option('--from <file>', 'what `cdk deploy --outputs-file` has written', 'cdk-outputs.json')
  .option('--stage <stage>', 'dev or prod, where the file has both')
  .option('--local', 'for the running local server instead', false)
  .option('--url <url>', 'the local GraphQL endpoint', 'http://localhost:4000/graphql')
  .option('--out <file>', 'the file to write', 'amplify_outputs.json')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();
const { from, stage, local, url, out } = command.opts<{
  from: string;
  stage?: string;
  local: boolean;
  url: string;
  out: string;
}>();
try {
  const deployed = local ? undefined : readStackOutputs(from, stage);
  const outputs = amplifyOutputs(deployed ?? (await localPlace(url)), deployed);
  writeFileSync(out, `${JSON.stringify(outputs, null, 2)}\n`);
  console.log(`${out}: ${outputs.data.url}`);
} catch (error) {
  const isExpected =
    error instanceof OutputsError ||
    error instanceof NoLocalServer ||
    (error as NodeJS.ErrnoException).syscall !== undefined;
  console.error(isExpected ? `error: ${(error as Error).message}` : error);
  process.exitCode = 2;
}
