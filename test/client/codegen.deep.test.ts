import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { buildSchema, parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { writeSchema } from '../../tools/outputs/writeSchema.ts';
import { OWN_CODEGEN } from '../docs/tenMinutes.ts';
import { shellCommands } from '../readme/commands.ts';
import { startClientApi } from './startClientApi.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');

/** What a stranger asks for. */
const OPERATIONS = `
query Mine($eventId: ID!) {
  getEvent(eventId: $eventId) { eventId title status seatsLeft viewerRegistration { userId eventId position } }
}
mutation Take($userId: ID!, $eventId: ID!) {
  registerForEvent(userId: $userId, eventId: $eventId) { userId eventId registrationStatus waitlistedAt }
}
`;

/** As the guide has it: the configuration, and what is typed. */
const [, CODEGEN = ''] = /```ts\n([^]*?)```/.exec(OWN_CODEGEN) ?? [];
const [, SEATS = ''] = /```graphql\n([^]*?)```/.exec(OWN_CODEGEN) ?? [];
const [outputs = '', installUsed = '', installTools = '', generate = '', ...more] = shellCommands(OWN_CODEGEN);

/** Right by the types that graphql-codegen writes, except for the line that is marked. */
const USE_OF_CODEGEN = `
import { MineDocument, SeatsDocument, TakeDocument, type MineQuery, type TakeMutationVariables } from './src/api';
export const documents = [MineDocument, SeatsDocument, TakeDocument];
export const variables: TakeMutationVariables = { userId: 'bo', eventId: 'yoga' };
export const positionOf = (data: MineQuery): number => data.getEvent?.viewerRegistration?.position ?? 0;
// @ts-expect-error there is no such field
export const nothing = (data: MineQuery) => data.getEvent?.nothing;
`;

/** The same by the types that Amplify's codegen writes. */
const USE_OF_AMPLIFY = `
import type { GetEventQuery, OnWaitlistChangedSubscription, RegisterForEventMutationVariables } from './API';
export const variables: RegisterForEventMutationVariables = { userId: 'bo', eventId: 'yoga' };
export const positionOf = (data: GetEventQuery): number => data.getEvent?.viewerRegistration?.position ?? 0;
export const versionOf = (data: OnWaitlistChangedSubscription): number | undefined =>
  data.onWaitlistChanged?.waitlistVersion;
// @ts-expect-error there is no such field
export const nothing = (data: GetEventQuery) => data.getEvent?.nothing;
`;

let project: string;
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'event-registration-codegen-'));
  await symlink(join(root, 'node_modules'), join(project, 'node_modules'));
  await writeFile(join(project, 'package.json'), '{ "type": "module" }');
});
afterAll(() => rm(project, { recursive: true, force: true }));

/** A folder of the project with what \`npm run outputs\` writes beside amplify_outputs.json. */
async function folder(name: string, files: Record<string, string>): Promise<string> {
  const path = join(project, name);
  await mkdir(path);
  writeSchema(root, join(path, 'amplify_outputs.json'));
  await writeFiles(path, files);
  return path;
}

async function writeFiles(path: string, files: Record<string, string>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(join(path, dirname(file)), { recursive: true });
    await writeFile(join(path, file), text);
  }
}

/** Runs a command of the guide. */
function shell(command: string, cwd: string): Promise<unknown> {
  return run('sh', ['-c', command], { cwd });
}

/** What the compiler has against a file. */
async function problemsOf(cwd: string, file: string): Promise<string> {
  const compilerOptions = {
    ...{ module: 'ESNext', moduleResolution: 'Bundler', target: 'ES2022', types: [] },
    ...{ strict: true, noEmit: true, skipLibCheck: true },
  };
  await writeFile(join(cwd, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [file] }));
  return run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--project', cwd]).then(
    () => '',
    ({ stdout }: { stdout: string }) => stdout,
  );
}

describe('codegen in a project that has nothing but the schema', () => {
  it('graphql-codegen writes typed documents', async () => {
    const api = await startClientApi();
    onTestFinished(() => api.close());
    const cwd = await mkdtemp(join(tmpdir(), 'event-registration-my-app-'));
    onTestFinished(() => rm(cwd, { recursive: true, force: true }));
    expect([more, outputs.split(' ').at(-1)]).toEqual([[], '../my-app/amplify_outputs.json']);
    const written = outputs.replace('../my-app', cwd);
    await shell(`${written} --url ${api.endpoint} --state-dir ${api.stateDir}`, root);

    // What the guide installs, and nothing else.
    const installed = [installUsed.replace('npm i ', ''), installTools.replace('npm i -D ', '')].join(' ').split(' ');
    for (const name of [...installed, '.bin/graphql-codegen']) {
      const link = join(cwd, 'node_modules', name);
      await mkdir(dirname(link), { recursive: true });
      await symlink(join(root, 'node_modules', name), link);
    }
    const operations = { 'src/seats.graphql': SEATS, 'src/operations.graphql': OPERATIONS };
    const files = { 'codegen.ts': CODEGEN, ...operations, 'use.ts': USE_OF_CODEGEN };
    await writeFiles(cwd, { ...files, 'package.json': '{ "type": "module" }' });
    await shell(generate, cwd);
    expect(await problemsOf(cwd, 'use.ts')).toBe('');
  });

  it("Amplify's codegen writes every operation, which the schema takes, and their types", async () => {
    const cwd = await folder('amplify', { 'use.ts': USE_OF_AMPLIFY });
    const sdl = await readFile(join(cwd, 'schema.graphql'), 'utf8');
    // The two packages that the guide names.
    const { generateGraphQLDocuments } = createRequire(import.meta.url)('@aws-amplify/graphql-docs-generator') as {
      generateGraphQLDocuments(sdl: string, options: object): Record<string, Map<string, string>>;
    };
    const { queries, mutations, subscriptions } = generateGraphQLDocuments(sdl, {
      maxDepth: 3,
      typenameIntrospection: true,
    });
    const documents = [queries, mutations, subscriptions].flatMap((some) => [...(some?.values() ?? [])]).join('\n');
    const schema = buildSchema(`${await readFile(join(cwd, 'appsync.graphql'), 'utf8')}\n${sdl}`);
    expect(validate(schema, parse(documents)).map(({ message }) => message)).toEqual([]);
    const fields = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) =>
      Object.keys(type?.getFields() ?? {}),
    );
    expect(parse(documents).definitions).toHaveLength(fields.length);

    await writeFile(join(cwd, 'operations.graphql'), documents);
    const generator = join(root, 'node_modules/@aws-amplify/graphql-types-generator/lib/cli.js');
    const options = '--schema schema.graphql --target typescript --add-typename --output API.ts';
    await run(process.execPath, [generator, 'operations.graphql', ...options.split(' ')], { cwd });
    expect(await problemsOf(cwd, 'use.ts')).toBe('');
  });

  it('finds in the checkout, for editors, what its own codegen reads', async () => {
    const editors = JSON.parse(await readFile(join(root, '.graphqlrc.json'), 'utf8')) as object;
    const own = await readFile(join(root, 'codegen.ts'), 'utf8');
    expect(own).toContain(
      "schema: ['schema.graphql', 'infra/api/appsync.graphql'],\n  documents: ['client/operations/*.graphql']",
    );
    expect(editors).toEqual({
      schema: ['schema.graphql', 'infra/api/appsync.graphql'],
      documents: 'client/operations/*.graphql',
    });
  });
});
