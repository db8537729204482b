import { existsSync, readFileSync } from 'node:fs';
import { Option } from '@commander-js/extra-typings';
import { LocalError } from 'appsync-local';
import { evaluateCode } from 'appsync-local/code';
import { bundledCode, NoSuchResolver, type MappedCode } from './evaluate/bundledCode.ts';
import { defineTool, notDone, runTool } from './frame/tool.ts';
import { UsageError } from './frame/usageError.ts';
import { keptAssembly } from './start/keptAssembly.ts';

/**
 * `npm run -s evaluate -- --resolver Query.getEvent --context FILE --function request`: AppSync's EvaluateCode on this
 * machine. Prints its output as JSON, its places being those of the sources where there is a source map. As with
 * `aws appsync evaluate-code`, an error of the code is part of the output; arguments that AppSync refuses end with 2.
 */
const command = defineTool('evaluate', "run one handler of a resolver's code, as AppSync's EvaluateCode does")
  .addOption(
    new Option('--code <file>', 'bundled code, as it would be uploaded; <file>.map is its source map').conflicts(
      'resolver',
    ),
  )
  .option(
    '--resolver <name>',
    'a resolver of this app, or a step of one: Mutation.registerForEvent, Mutation.registerForEvent/2.reserveSeat',
  )
  .requiredOption(
    '--context <file>',
    'the context as JSON: arguments, identity, source, stash, prev, result, error, request, info, env',
  )
  .addOption(
    new Option('--function <name>', 'the handler to run')
      .choices(['request', 'response'] as const)
      .makeOptionMandatory(),
  )
  .option('--assembly <directory>', 'take the resolver from this cloud assembly instead of synthesising the app');

await runTool(
  command,
  async (options) => {
    const context = readFileSync(options.context, 'utf8');
    const output = evaluateCode({
      ...(await codeOf(options)),
      context,
      function: options.function,
      runtime: { name: 'APPSYNC_JS', runtimeVersion: '1.0.0' },
    });
    process.stdout.write(`${JSON.stringify(output, null, 2)}\n`);
  },
  notDone(LocalError, NoSuchResolver),
);

async function codeOf({ code, resolver, assembly }: ReturnType<typeof command.opts>): Promise<MappedCode> {
  if (code !== undefined) {
    const map = `${code}.map`;
    return {
      code: readFileSync(code, 'utf8'),
      ...(existsSync(map) && { sourceMap: readFileSync(map, 'utf8') }),
    };
  }
  if (resolver === undefined) {
    throw new UsageError('name the code with --code or --resolver');
  }
  const made = () => keptAssembly(process.cwd(), new AbortController().signal, (line) => console.error(line));
  return bundledCode(resolver, assembly ?? (await made()));
}
