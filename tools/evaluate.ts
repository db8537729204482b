import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { AssemblyError } from '../packages/appsync-local/src/assembly/types.ts';
import { StartError } from '../packages/appsync-local/src/dynamodb/startError.ts';
import { BadRequest } from '../packages/appsync-local/src/resolver/badRequest.ts';
import { evaluateCode } from '../packages/appsync-local/src/resolver/evaluateCode.ts';
import { synthesise } from '../packages/appsync-local/src/start/synthesise.ts';
import { bundledCode } from './evaluate/bundledCode.ts';

/**
 * `npm run -s evaluate -- --resolver Query.getEvent --context FILE --function request`: AppSync's EvaluateCode on this
 * machine. Prints its output as JSON. As with `aws appsync evaluate-code`, an error of the code is part of the output;
 * arguments that AppSync refuses end with 2.
 */
const command = new Command('evaluate')
  .description("run one handler of a resolver's code, as AppSync's EvaluateCode does")
  .addOption(new Option('--code <file>', 'bundled code, as it would be uploaded').conflicts('resolver'))
  .option(
    '--resolver <name>',
    'a resolver of this app, or a step of one: Mutation.registerForEvent, Mutation.registerForEvent/1.reserveSeat',
  )
  .requiredOption(
    '--context <file>',
    'the context as JSON: arguments, identity, source, stash, prev, result, error, request, info, env',
  )
  .addOption(
    new Option('--function <name>', 'the handler to run').choices(['request', 'response']).makeOptionMandatory(),
  )
  .option('--assembly <directory>', 'take the resolver from this cloud assembly instead of synthesising the app')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();

const options = command.opts<{
  code?: string;
  resolver?: string;
  context: string;
  function: string;
  assembly?: string;
}>();

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return command.error(`error: ${(error as Error).message}`);
  }
}

async function codeOf(): Promise<string> {
  if (options.code !== undefined) return read(options.code);
  if (options.resolver !== undefined) {
    if (options.assembly !== undefined) return bundledCode(options.resolver, options.assembly);
    const assemblyDir = await mkdtemp(join(tmpdir(), 'evaluate-'));
    try {
      await synthesise(process.cwd(), assemblyDir, new AbortController().signal);
      return bundledCode(options.resolver, assemblyDir);
    } finally {
      await rm(assemblyDir, { recursive: true });
    }
  }
  return command.error('error: name the code with --code or --resolver');
}

try {
  const context = read(options.context);
  const output = evaluateCode({
    code: await codeOf(),
    context,
    function: options.function,
    runtime: { name: 'APPSYNC_JS', runtimeVersion: '1.0.0' },
  });
  process.stdout.write(`${JSON.stringify(output, null, 2)}\n`);
} catch (error) {
  if (![BadRequest, AssemblyError, StartError].some((known) => error instanceof known)) throw error;
  command.error(`error: ${(error as Error).message}`);
}
