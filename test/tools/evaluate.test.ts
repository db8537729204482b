import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { afterAll, describe, expect, inject, it } from 'vitest';
import type { EvaluateCodeOutput } from 'appsync-local/code';
import { bundledCode } from '../../tools/evaluate/bundledCode.ts';

/** A module whose request handler has this body. */
const moduleOf = (body: string) => `
  export function request(ctx) { ${body}; }
  export function response(ctx) { return ctx.result; }
`;

describe('npm run evaluate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'evaluate-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'tools/evaluate.ts', ...args], { encoding: 'utf8' });
  const context = file('context.json', JSON.stringify({ arguments: { id: 'a' } }));

  it('prints the output of a file', () => {
    const { status, stdout } = run(
      '--code',
      file('code.js', moduleOf('return ctx.args')),
      '--context',
      context,
      '--function',
      'request',
    );
    expect({ status, output: JSON.parse(stdout) as unknown }).toEqual({
      status: 0,
      output: { evaluationResult: '{"id":"a"}', logs: [], stash: '{}', outErrors: '[]' },
    });
  });

  it('ends with 0 when the code has errors, and says them', () => {
    const { status, stdout } = run(
      '--code',
      file('bad.js', moduleOf('throw 1')),
      '--context',
      context,
      '--function',
      'request',
    );
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as EvaluateCodeOutput).error?.codeErrors).toHaveLength(1);
  });

  it('finds a resolver of this app', () => {
    const event = file(
      'event.json',
      JSON.stringify({ arguments: { eventId: 'e' }, identity: null, env: { TABLE_NAME: 'T' } }),
    );
    const { status, stdout, stderr } = run(
      '--resolver',
      'Query.getEvent',
      '--assembly',
      inject('assemblyDir'),
      '--context',
      event,
      '--function',
      'request',
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse((JSON.parse(stdout) as EvaluateCodeOutput).evaluationResult!)).toMatchObject({
      operation: 'GetItem',
    });
  });

  it('names the line of a source where a resolver of this app fails', () => {
    const odd = file('answered.json', JSON.stringify({ arguments: {}, result: null }));
    const args = ['--assembly', inject('assemblyDir'), '--context', odd, '--function', 'response'];
    const { stdout } = run('--resolver', 'Mutation.admitFromWaitlist', ...args);
    expect((JSON.parse(stdout) as EvaluateCodeOutput).error?.message).toMatch(
      /^resolvers\/waitlist\/Mutation\.admitFromWaitlist\/pipeline\.ts:\d+:\d+: TypeError: /,
    );
  });

  it('names lines of the sources of a file that has a source map beside it', () => {
    const output = (name: string, body: string) => {
      const source = `// Not in the bundle.\n${moduleOf(body)}`;
      const { code, map } = transformSync(source, { loader: 'ts', sourcemap: 'external', sourcefile: 'source.ts' });
      file(`${name}.map`, map);
      const { stdout } = run('--code', file(name, code), '--context', context, '--function', 'request');
      return JSON.parse(stdout) as EvaluateCodeOutput;
    };
    const { error, logs } = output('failing.js', 'console.log("asked"); return ctx.args.none.name');
    expect(logs).toEqual([expect.stringMatching(/^INFO - source\.ts:3:\d+: "asked"$/)]);
    expect(error?.message).toMatch(/^source\.ts:3:\d+: TypeError: /);
    const { codeErrors } = output('refused.js', 'throw 1').error!;
    expect(codeErrors).toMatchObject([{ location: { source: expect.stringMatching(/^source\.ts:3:\d+$/) as string } }]);
  });

  it.each([
    ['Query.nothing', 'There is no resolver Query.nothing; there are '],
    ['Query.getEvent/1.nothing', 'Query.getEvent has no step 1.nothing; it has none.'],
    [
      'Mutation.registerForEvent/1.nothing',
      'Mutation.registerForEvent has no step 1.nothing; it has 1.lookFirst, 2.reserveSeat',
    ],
  ])('says what there is instead of %s', (name, message) => {
    expect(() => bundledCode(name, inject('assemblyDir'))).toThrow(message);
    expect(bundledCode('Mutation.registerForEvent/2.reserveSeat', inject('assemblyDir')).code).toContain(
      'TransactWriteItems',
    );
  });

  it.each([
    ['no handler', ['--code', context, '--context', context], "required option '--function <name>'"],
    [
      'a file that is not there',
      ['--code', 'nowhere.js', '--context', context, '--function', 'request'],
      'there is no nowhere.js',
    ],
    ['no code', ['--context', context, '--function', 'request'], 'name the code with --code or --resolver'],
    [
      'a context that AppSync refuses',
      ['--code', context, '--context', file('odd.json', '[1]'), '--function', 'request'],
      'The context is no JSON object.',
    ],
  ])('ends with 2 for %s', (_what, args, message) => {
    const { status, stderr } = run(...args);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining(message) as string });
  });
});
