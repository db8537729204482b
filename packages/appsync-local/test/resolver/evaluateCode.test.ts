import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { BadRequest } from '../../src/resolver/badRequest.ts';
import { evaluateCode, type EvaluateCodeInput, type EvaluateCodeOutput } from '../../src/resolver/evaluateCode.ts';
import { bundledCode } from '../../../../tools/evaluate/bundledCode.ts';
import { moduleOf } from './evaluate.ts';

const runtime = { name: 'APPSYNC_JS', runtimeVersion: '1.0.0' };
const inputOf = (body: string, context: unknown = {}): EvaluateCodeInput => ({
  code: moduleOf(body),
  context: JSON.stringify(context),
  function: 'request',
  runtime,
});
const evaluate = (body: string, context?: unknown) => evaluateCode(inputOf(body, context));

describe('evaluateCode', () => {
  it('answers JSON texts: the result, the stash and the appended errors, and the logs', () => {
    const body = `ctx.stash.seen = ctx.args.id; util.appendError('odd', 'Odd', { a: 1 }, { b: 2 });
console.log('id', ctx.args.id); return { id: ctx.arguments.id }`;
    expect(evaluate(body, { arguments: { id: 'a' }, stash: { before: 1 } })).toEqual({
      evaluationResult: '{"id":"a"}',
      stash: '{"before":1,"seen":"a"}',
      outErrors: '[{"message":"odd","errorType":"Odd","data":{"a":1},"errorInfo":{"b":2}}]',
      logs: ['INFO - code.js:5:9: "id" "a"'],
    });
  });

  it('runs the response handler with result and error', () => {
    const context = { result: { id: 'a' }, error: { message: 'failed', type: 'Bad' } };
    const code = `export const request = () => ({}); export const response = (ctx) => [ctx.result, ctx.error, ctx.prev, ctx.identity]`;
    const { evaluationResult } = evaluateCode({
      code,
      context: JSON.stringify(context),
      function: 'response',
      runtime,
    });
    expect(JSON.parse(evaluationResult!)).toEqual([{ id: 'a' }, { message: 'failed', type: 'Bad' }, null, null]);
  });

  it.each([
    [`util.error('foo', 'Bar')`, 'foo'],
    ['util.unauthorized()', 'Unauthorized'],
    ['ctx.args.a.b', "code.js:4:12: TypeError: Cannot read properties of undefined (reading 'b')"],
    ['runtime.earlyReturn(null)', 'Runtime Error'],
  ])('answers of %s the message only', (body, message) => {
    expect(evaluate(body)).toEqual({ error: { message }, logs: [], stash: '{}', outErrors: '[]' });
  });

  it('answers what util.error left behind', () => {
    expect(evaluate(`ctx.stash.a = 1; util.error('foo')`)).toMatchObject({
      stash: '{"a":1}',
      error: { message: 'foo' },
    });
  });

  it('answers the object of an early return', () => {
    expect(evaluate('runtime.earlyReturn({ a: 1 })').evaluationResult).toBe('{"a":1}');
  });

  it('answers refused code with its places', () => {
    expect(evaluate('throw 1')).toEqual({
      error: {
        message: 'The code contains one or more errors.',
        codeErrors: [
          {
            errorType: 'LINT_ERROR',
            value: 'throw is not supported, use util.error',
            location: { line: 4, column: 1, span: 7 },
          },
        ],
      },
      logs: [],
      stash: '{}',
      outErrors: '[]',
    });
  });

  it.each<[string, Partial<EvaluateCodeInput>, string]>([
    [
      'another runtime',
      { runtime: { name: 'APPSYNC_JS', runtimeVersion: '2.0.0' } },
      'The runtime has to be APPSYNC_JS 1.0.0.',
    ],
    ['no code', { code: '' }, 'The code has 0 characters; 1 to 32768 are allowed.'],
    ['too much code', { code: ' '.repeat(32_769) }, 'The code has 32769 characters; 1 to 32768 are allowed.'],
    [
      'too long a context',
      { context: JSON.stringify('a'.repeat(28_000)) },
      'The context has 28002 characters; 2 to 28000 are allowed.',
    ],
    ['a context that is no JSON', { context: '{,}' }, 'The context is no JSON text.'],
    ['a context that is no object', { context: '[]' }, 'The context is no JSON object.'],
    [
      'unknown properties',
      { context: '{"args":{},"identity":"me"}' },
      'The following properties in your mock context object failed validation: ctx.args, ctx.identity',
    ],
    ['another function', { function: 'both' }, 'The function has to be request or response.'],
    [
      'too long a result',
      { ...inputOf(`const xs = []; xs.length = 65536; return xs.fill(0).join('')`) },
      'The result has 65538 characters; EvaluateCode answers 65536 at most.',
    ],
  ])('refuses %s', (_what, change, message) => {
    const call = () => evaluateCode({ ...inputOf('return 1'), ...change });
    expect(call).toThrow(BadRequest);
    expect(call).toThrow(message);
  });
});

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

  it.each([
    ['Query.nothing', 'There is no resolver Query.nothing; there are '],
    ['Query.getEvent/1.nothing', 'Query.getEvent has no step 1.nothing; it has none.'],
    [
      'Mutation.registerForEvent/1.nothing',
      'Mutation.registerForEvent has no step 1.nothing; it has 1.reserveSeat, 2.joinWaitlist',
    ],
  ])('says what there is instead of %s', (name, message) => {
    expect(() => bundledCode(name, inject('assemblyDir'))).toThrow(message);
    expect(bundledCode('Mutation.registerForEvent/1.reserveSeat', inject('assemblyDir'))).toContain(
      'TransactWriteItems',
    );
  });

  it.each([
    ['no handler', ['--code', context, '--context', context], "required option '--function <name>'"],
    ['a file that is not there', ['--code', 'nowhere.js', '--context', context, '--function', 'request'], 'ENOENT'],
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
