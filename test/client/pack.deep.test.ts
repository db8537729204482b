import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyCheckout } from './copyCheckout.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');

/** What a stranger writes with the package: right, except for the line that is marked. */
const SNIPPET = `
import { type ApiError, followEvent, isEventFull, readError, RegisterForEventDocument, type Transport } from 'event-registration-client';
import { appSyncTransport } from 'event-registration-client/appsync';
import { applyWaitlistChange } from 'event-registration-client/position';
import { isBusy } from 'event-registration-client/error';
import { follow } from 'event-registration-client/follow';
import { GetEventDocument } from 'event-registration-client/operations';
import { type EventView, useEvent, useStanding } from 'event-registration-client/react';

export async function register(transport: Transport): Promise<string> {
  try {
    const { registerForEvent } = await transport.request(RegisterForEventDocument, { userId: 'bo', eventId: 'yoga' });
    return String(registerForEvent?.position?.toFixed());
  } catch (thrown) {
    const error: ApiError | null = readError(thrown);
    // @ts-expect-error an error that may be of any type has no capacity
    if (error) error.errorInfo.capacity;
    return isEventFull(error) ? error.errorInfo.capacity.toFixed() : isBusy(error) ? error.errorInfo.outcome : '';
  }
}
export const bo: Transport = appSyncTransport({ endpoint: 'http://localhost:4000/graphql', getToken: () => 'token' });
export function useButton(transport: Transport): string {
  const { state, isLive, refetch }: EventView = useEvent(transport, { eventId: 'yoga', userId: 'bo' });
  refetch();
  // @ts-expect-error nothing is known at first
  state.event;
  return isLive && useStanding(state) === 'CAN_REGISTER' ? 'Register' : '';
}
export const used = [followEvent, applyWaitlistChange, follow, GetEventDocument];
`;

/** What docs/guide.md shows of it. */
const [, GUIDE_SNIPPET = ''] = /```ts\n([^]*?)```/.exec(readFileSync(join(root, 'docs/guide.md'), 'utf8')) ?? [];

let folder: string;
let printed: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'event-registration-client-'));
  const checkout = join(folder, 'checkout');
  await copyCheckout(checkout);
  ({ stdout: printed } = await run('npm', ['pack', '--pack-destination', folder], { cwd: join(checkout, 'client') }));
  const filename = printed.trim().split('\n').at(-1) ?? '';
  const installed = join(folder, 'app/node_modules/event-registration-client');
  await mkdir(installed, { recursive: true });
  await run('tar', ['-xzf', join(folder, filename), '-C', installed, '--strip-components', '1']);
  for (const dependency of ['@graphql-typed-document-node', 'graphql']) {
    await symlink(join(root, 'node_modules', dependency), join(folder, 'app/node_modules', dependency));
  }
  await writeFile(join(folder, 'app/package.json'), '{ "type": "module" }');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the packed client', () => {
  it('is imported by plain Node, as a whole and by parts', async () => {
    const program = `
      import { GetEventDocument, readError } from 'event-registration-client';
      for (const part of ['apollo', 'appsync', 'countdown', 'error', 'follow', 'graphcache', 'position', 'operations']) await import('event-registration-client/' + part);
      console.log(GetEventDocument.definitions[0].name.value, readError({ errors: [{ errorType: 'Busy', message: '' }] }).errorType);
    `;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: join(folder, 'app'),
    });
    expect(stdout).toBe('GetEvent Busy\n');
  });

  it('renders its hooks on a server, which follows nothing; without React, only they are missing', async () => {
    const program = `
      import { createElement } from 'react';
      import { renderToString } from 'react-dom/server';
      import { useEvent, useStanding } from 'event-registration-client/react';
      const transport = { request: () => { throw new Error('asked'); }, listen: () => { throw new Error('listening'); } };
      function Page() {
        const { state, isLive, error } = useEvent(transport, { eventId: 'yoga', userId: 'bo' });
        return JSON.stringify([state ?? 'nothing yet', isLive, error, useStanding(state) ?? 'unknown']);
      }
      console.log(renderToString(createElement(Page)).replaceAll('&quot;', '"'));
    `;
    const render = () =>
      run(process.execPath, ['--input-type=module', '--eval', program], { cwd: join(folder, 'app') });
    await expect(render()).rejects.toThrow("Cannot find package 'react'");
    for (const dependency of ['react', 'react-dom']) {
      await symlink(join(root, 'node_modules', dependency), join(folder, 'app/node_modules', dependency));
    }
    expect((await render()).stdout).toBe('["nothing yet",false,null,"unknown"]\n');
  });

  it.each([
    ['NodeNext', 'NodeNext'],
    ['ESNext', 'Bundler'],
    // Older projects: no `exports`, so `types` and `typesVersions`.
    ['ESNext', 'Node10'],
  ])(
    "brings its types, which the guide's lines fit as well, for module %s and resolution %s",
    async (module, moduleResolution) => {
      const app = join(folder, 'app');
      await writeFile(join(app, 'snippet.ts'), SNIPPET);
      expect(GUIDE_SNIPPET).toContain('followEvent(');
      await writeFile(join(app, 'guide.ts'), GUIDE_SNIPPET);
      const compilerOptions = {
        module,
        moduleResolution,
        target: 'ES2022',
        lib: ['ES2022', 'DOM'],
        types: [],
        strict: true,
        noEmit: true,
        skipLibCheck: false,
      };
      await writeFile(
        join(app, 'tsconfig.json'),
        JSON.stringify({ compilerOptions, include: ['snippet.ts', 'guide.ts'] }),
      );
      const problems = await run(process.execPath, [
        join(root, 'node_modules/typescript/bin/tsc'),
        '--project',
        app,
      ]).then(
        () => '',
        ({ stdout }: { stdout: string }) => stdout,
      );
      expect(problems).toBe('');
    },
  );

  it('brings the whole schema, with the scalars and directives of AppSync', async () => {
    const program = `
      import { readFileSync } from 'node:fs';
      import { buildSchema } from 'graphql';
      const file = new URL(import.meta.resolve('event-registration-client/schema.graphql'));
      console.log(Object.keys(buildSchema(readFileSync(file, 'utf8')).getSubscriptionType().getFields()).join());
    `;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: join(folder, 'app'),
    });
    expect(stdout).toContain('onEventChanged');
  });

  it('leaves nothing in the checkout that git would take', async () => {
    const left = ['client/dist/index.js', 'client/event-registration-client-0.1.0.tgz'];
    const { stdout } = await run('git', ['check-ignore', ...left], { cwd: root });
    expect(stdout.trim().split('\n')).toEqual(left);
  });

  it('has nothing in it but modules, types, and what describes them', async () => {
    const { stdout } = await run('find', [
      join(folder, 'app/node_modules/event-registration-client'),
      '-type',
      'f',
      '-printf',
      '%P\\n',
    ]);
    const files = stdout.trim().split('\n');
    expect(files).toEqual(expect.arrayContaining(['package.json', 'README.md', 'dist/index.js', 'dist/index.d.ts']));
    expect(
      files.filter((file) => !/^(package\.json|README\.md|dist\/[\w.]+\.(js|d\.ts)|dist\/schema\.graphql)$/.test(file)),
    ).toEqual([]);
  });

  it('leaves out of an app what the app does not import; the build says what each part weighs', async () => {
    const kilobytes = (part: string) => Number(new RegExp(`^${part} .* ([\\d.]+) KB gzip$`, 'm').exec(printed)?.[1]);
    expect(kilobytes('one error guard')).toBeLessThan(0.3);
    expect(kilobytes('the position rule')).toBeLessThan(1);
    expect(kilobytes('following an event')).toBeLessThan(4.5);
    expect(kilobytes('a connection')).toBeLessThan(2.5);
    expect(kilobytes('everything')).toBeLessThan(8);
    expect(kilobytes('the React hooks')).toBeLessThanOrEqual(1);
    const { dependencies } = JSON.parse(await readFile(join(root, 'client/package.json'), 'utf8')) as {
      dependencies: object;
    };
    expect(Object.keys(dependencies)).toEqual(['@graphql-typed-document-node/core']);
  });
});
