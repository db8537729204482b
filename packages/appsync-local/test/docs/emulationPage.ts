import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { EMULATED_TYPES, TYPES_WITHOUT_EFFECT } from '../../src/assembly/resourceTypes.ts';
import { notEmulated } from '../../src/resolver/notEmulated.ts';
import { declaredFunctions } from '../resolver/declared.ts';
import { readRecordings } from '../resolver/recordings.ts';
import { MISSING, MODULES, SYNTAX, TYPES } from '../resolver/refusals.ts';
import { DIFFERENCES, EMULATED, NOT_EMULATED, REPORTS } from './emulated.ts';
import { table } from './table.ts';

/** The file that holds the page. */
export const EMULATION_FILE = fileURLToPath(new URL('../../docs/emulation.md', import.meta.url));

const MODULE = '@aws-appsync/utils/dynamodb';
const recordings = readRecordings();

/** How well an emulated function is known: by what AWS answered, by what it documents, or by its effect. */
function basisOf(path: string): string {
  if (notEmulated[path] !== undefined) {
    return `refused by name: ${notEmulated[path]}`;
  }
  const called = path.startsWith(MODULE) ? `ddb${path.slice(MODULE.length)}(` : `${path}(`;
  const cases = recordings.flatMap(({ name, cases }) =>
    cases.filter(({ expression }) => expression.includes(called)).map(() => name),
  );
  const documented = cases.filter((name) => name === 'guide.json').length;
  if (cases.length > documented) {
    return `recorded answers of AWS: ${cases.length - documented}`;
  }
  if (documented > 0) {
    return `documented examples: ${documented}`;
  }
  return path.startsWith(MODULE)
    ? 'effect as documented, on DynamoDB Local; texts of expressions are ours'
    : 'as documented';
}

function functions(): string {
  const groups = new Map<string, string[][]>();
  for (const { path, group } of declaredFunctions()) {
    const name = path.slice(group.length + 1);
    groups.set(group, [...(groups.get(group) ?? []), [`\`${name}\``, basisOf(path)]]);
  }
  return [...groups].map(([group, rows]) => `### ${group}\n\n${table(['function', 'basis'], rows)}`).join('\n\n');
}

function sources(): string {
  const rows = recordings.map(({ name, source, cases }) => [
    `[${name}](../test/resolver/recordings/${name})`,
    String(cases.length),
    `${source.repository ?? ''} ${source.file}`.trim(),
    source.commit?.slice(0, 12) ?? '',
  ]);
  return table(['recordings', 'cases', 'source', 'commit'], rows);
}

function refusals(): string {
  const rows = [...SYNTAX, ...TYPES, ...MODULES].map(({ rule, value }) => [rule, `\`${value}\``]);
  return `${table(['rule', 'what is said'], rows)}\n\nNot there, and refused when code is loaded: ${MISSING.map(({ rule }) => `\`${rule}\``).join(', ')}.`;
}

function types(): string {
  const listed = (properties: string) => (properties === '*' ? 'all' : properties.split(' ').join(', '));
  const rows = Object.entries(EMULATED_TYPES).map(([type, { used, unobservable }]) => [
    `\`${type}\``,
    listed(used),
    listed(unobservable),
  ]);
  const without = TYPES_WITHOUT_EFFECT.map(({ source }) => `\`${source.replaceAll(/[\^$]/g, '')}\``).join(', ');
  return [
    table(['type', 'properties that are used', 'properties that no request can observe'], rows),
    `Passed over, because no request can observe them: ${without}. Any other type stops the start.`,
    'A trust policy may say for whom a service assumes the role: `aws:SourceAccount`, and of `aws:SourceArn` what comes before the resource. Any other condition of trust stops the start.',
  ].join('\n\n');
}

/**
 * The text of docs/emulation.md, made of what the local API and its tests say of themselves, as Prettier lays it out.
 */
export async function emulationPage(): Promise<string> {
  const config = await resolveConfig(EMULATION_FILE);
  return format(contents(), { ...config, filepath: EMULATION_FILE });
}

function contents(): string {
  const links = (tests: string[]) =>
    tests.map((test) => `[${test.slice(test.lastIndexOf('/') + 1)}](../${test})`).join(', ');
  return `${[
    '# What appsync-local emulates',
    'Written by `npm run docs:local` from the code and its tests; `npm test` fails when it is not up to date.',
    'The rule is: as AWS does it, or refused by name. Nothing is approximated silently.',
    '## What is emulated',
    table(
      ['what', 'how far', 'tests'],
      EMULATED.map(([what, how, tests]) => [what, how, links(tests)]),
    ),
    '## What is not',
    NOT_EMULATED.map((what) => `- ${what}`).join('\n'),
    '## Known differences from AWS',
    table(
      ['', 'AWS', 'here'],
      DIFFERENCES.map((row) => [...row]),
    ),
    '## What public reports say',
    'Resolvers that run on AWS, and people who met it, tell of AppSync what its guide does not.',
    table(
      ['what', 'source', 'AWS', 'here', 'test'],
      REPORTS.map(([what, source, aws, here, test]) => [what, source, aws, here, links([test])]),
    ),
    '## Functions of resolver code',
    `Every function that the type declarations of \`@aws-appsync/utils\` have. “Recorded” results are byte for byte what AWS answered to somebody
who published it.`,
    functions(),
    '### Where recorded answers come from',
    sources(),
    `With an AWS account, \`npm run record:aws\` asks the real EvaluateCode for all of these and for the code of the project around this package, and keeps the
answers; \`npm test\` compares them from then on.`,
    '## Code that is refused',
    `Also: texts that do not parse, more than 32,768 characters, a module without \`request\` or \`response\`, and more than ten functions in a
pipeline. Stopped while running: the 1,001st turn of a loop, a result over 5 MB, an evaluation without end.`,
    refusals(),
    '## CloudFormation',
    types(),
  ].join('\n\n')}\n`;
}
