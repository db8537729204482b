import { describe, expect, it } from 'vitest';
import { loadCode } from '../../src/resolver/loadCode.ts';
import { sandbox } from '../../src/resolver/sandbox.ts';
import { contextOf, evaluate, moduleOf } from './evaluate.ts';

/** Runs text inside the sandbox that the load-time rules would refuse: the second line of defence alone. */
const inside = (body: string): unknown => {
  const start = sandbox.compile(`(function($){"use strict";return function(){\nreturn{request(ctx){${body}}}}})`);
  const [left, result] = sandbox.evaluate(start, 'request', JSON.stringify(contextOf()), '', 5_000).split('\n') as [
    string,
    string,
  ];
  const { fault } = JSON.parse(left) as { fault: { text: string } | null };
  return fault === null ? JSON.parse(result) : fault.text;
};

describe('the sandbox', () => {
  it.each([
    ['return [].constructor'],
    ['return ctx.constructor'],
    ['return (() => 1).constructor'],
    ['return "".constructor'],
    ['return (function () { return this })()'],
    ['return ctx.__proto__'],
    ['return $.globals.util.error.constructor'],
    ['return $.globals.Object.constructor'],
    ['return (async () => 1).constructor'],
    ['return (function* () {}).constructor'],
    ['return Error.constructor'],
    ['return Error.prototype'],
  ])('gives nothing for %s', (body) => expect(inside(`${body.replace('return ', 'return (')}) ?? null`)).toBeNull());

  it.each([
    'process',
    'require',
    'globalThis',
    'Function',
    'eval',
    'TypeError',
    'Date',
    'Promise',
    'Reflect',
    'Proxy',
    'Symbol',
    'setTimeout',
    'WebAssembly',
    'SharedArrayBuffer',
    'RegExp',
    'console',
    'Intl',
    'parseInt',
    'Object',
    'Array',
    'JSON',
    'Iterator',
    'escape',
  ])('has no global %s', (name) => expect(inside(`return ${name}`)).toBe(`ReferenceError: ${name} is not defined`));

  it.each([
    ['return (function () { return arguments.callee })()'],
    ['[].__proto__.x = 1'],
    ['$.globals.util.error = () => 1'],
    ['$.globals.Object.keys = () => 1'],
    ['$.globals.util.error.x = 1'],
    ['undeclared = 1'],
    ['Error = 1'],
    ['Error.prepareStackTrace = 1'],
    ['return new Error()'],
    ['try { null.x } catch (error) { return error.constructor.constructor("return process")() }'],
    ['try { $.globals.util.xml } catch (error) { return error.constructor.constructor("return process")() }'],
    [
      'try { $.globals.util.urlDecode("%") } catch (error) { return error.constructor.constructor("return process")() }',
    ],
    ['const f = () => f(); try { f() } catch (error) { return error.constructor.constructor("return process")() }'],
    ['try { null.x } catch (error) { error.constructor.prepareStackTrace = (e, frames) => frames; }'],
    [
      'try { $.globals.util.matches("(", "") } catch (error) { return error.constructor.constructor("return process")() }',
    ],
    [
      'try { $.globals.util.time.nowFormatted({ toString: 1 }) } catch (error) { return error.constructor.constructor("return process")() }',
    ],
    ['return $.globals.util.autoId.call()'],
    ['return $.globals.Object.assign(() => 1, {}).apply()'],
  ])('fails at %s', (body) => expect(inside(body)).toMatch(/^(Type|Reference|Eval|Range)?Error: /));

  it('lets no pollution reach the next evaluation', () => {
    const code = loadCode(
      'test',
      moduleOf(
        `count += 1; seen.push(ctx.args.id);
         ctx.args.polluted = ({}).polluted ?? [].polluted ?? (() => 1).polluted ?? 'no';
         const target = {}; target['__proto__'] = { polluted: 'yes' }; target['constructor'] = 1;
         Object.assign(ctx.stash, JSON.parse('{"__proto__":{"polluted":"yes"}}'));
         return { count, seen, polluted: ctx.args.polluted }`,
        'let count = 0; const seen = [];',
      ),
    );
    const once = { count: 1, seen: ['a'], polluted: 'no' };
    for (let time = 0; time < 3; time += 1) {
      expect(code.evaluate('request', contextOf(), '').result).toEqual(once);
    }
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });

  it('hands out plain values of this realm only', () => {
    const { result, stash } = evaluate(
      `ctx.stash.list = [1]; return { list: [1], call: () => 1, nothing: undefined, nan: NaN }`,
    );
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    expect(stash.list).toBeInstanceOf(Array);
    expect(result).toEqual({ list: [1], nan: null });
  });

  it('turns what is no JSON into a fault', () => {
    expect(evaluate(`const a = {}; a.a = a; return a`).error).toMatchObject({ errorType: 'Code' });
    expect(evaluate(`ctx.stash.a = ctx.stash; return 1`).error).toMatchObject({ errorType: 'Code' });
  });

  it('survives a stack overflow', () => {
    expect(evaluate(`const o = {}; o.f = () => o.f(); return o.f()`).error).toMatchObject({ errorType: 'Code' });
    expect(evaluate(`return 1`).result).toBe(1);
  });

  it('ends a Java pattern that backtracks without end', () => {
    expect(evaluate(`return util.matches('^(a|aa|a)+b$', '${'a'.repeat(60)}')`).error).toMatchObject({
      errorType: 'Code',
      message: 'Runtime Error',
    });
  });
});
