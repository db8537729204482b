import { describe, expect, it } from 'vitest';
import { loadCode } from '../../src/resolver/loadCode.ts';
import { contextOf, evaluate, moduleOf } from './evaluate.ts';

describe('loadCode', () => {
  it('runs the handlers of a bundled module', () => {
    const code = loadCode(
      'Query.getThing',
      `import{util as u}from"@aws-appsync/utils";var key=id=>u.dynamodb.toMapValues({PK:id});function request(c){return{operation:"GetItem",key:key(c.args.id)}}function response(c){return c.result??null}export{request,response};`,
    );
    expect(code.evaluate('request', contextOf(), '').result).toEqual({ operation: 'GetItem', key: { PK: { S: 'a' } } });
    expect(code.evaluate('response', contextOf({ result: { id: 'a' } }), '').result).toEqual({ id: 'a' });
    expect(code.evaluate('response', contextOf(), '').result).toBeNull();
  });

  it('gives the same text, loaded again, a module of its own at each evaluation', () => {
    const text = moduleOf('calls.push(1); return calls.length;', 'const calls = [];');
    const answers = [loadCode('one', text), loadCode('other', text)].flatMap((code) =>
      [1, 2].map(() => code.evaluate('request', contextOf(), '').result),
    );
    expect(answers).toEqual([1, 1, 1, 1]);
  });

  it('refuses the same text as often as it is loaded, by the name that is asked for', () => {
    const text = moduleOf('eval("1");');
    for (const name of ['Query.getThing', 'Query.getOther']) {
      expect(() => loadCode(name, text)).toThrow(name);
    }
  });

  it('names what it refuses by its place in the sources, where it knows them', () => {
    const sourceMap = JSON.stringify({ version: 3, sources: ['resolvers/a.ts'], names: [], mappings: 'AAEA' });
    expect(() => loadCode('Query.a', moduleOf('eval("1");'), undefined, sourceMap)).toThrow(
      /^ {2}resolvers\/a\.ts:3:1 /m,
    );
  });

  it('answers the stash and the arguments as the handler left them', () => {
    const { stash, args } = evaluate(`ctx.stash.seen = ctx.args === ctx.arguments; ctx.args.id = 'b';`);
    expect({ stash, args }).toEqual({ stash: { seen: true }, args: { id: 'b' } });
  });

  it('stops at util.error and keeps what was appended before', () => {
    const { error, appended, result } = evaluate(
      `util.appendError('first', 'A', { a: 1 }); ctx.stash.n = ctx.outErrors.length; util.error('second', 'B', null, { i: 2 }); return 1`,
    );
    expect(appended).toEqual([{ message: 'first', errorType: 'A', data: { a: 1 }, errorInfo: null }]);
    expect(error).toEqual({ message: 'second', errorType: 'B', data: null, errorInfo: { i: 2 } });
    expect(result).toBeNull();
  });

  it('names field and type when the code calls util.unauthorized', () => {
    expect(evaluate(`[1].forEach(() => util.unauthorized())`).error).toMatchObject({
      errorType: 'Unauthorized',
      message: 'Not Authorized to access getThing on type Query',
    });
  });

  it('ends the handler at runtime.earlyReturn with its object', () => {
    expect(evaluate(`runtime.earlyReturn({ a: 1 }, { skipTo: 'END' }); return 2`)).toMatchObject({
      result: { a: 1 },
      earlyReturn: { skipTo: 'END' },
    });
    expect(evaluate(`runtime.earlyReturn([])`).earlyReturn).toEqual({ skipTo: null });
  });

  it.each(['', 'null', 'undefined'])('fails with a Runtime Error at runtime.earlyReturn(%s)', (value) => {
    expect(evaluate(`runtime.earlyReturn(${value})`).error).toMatchObject({
      errorType: 'Code',
      message: 'Runtime Error',
    });
  });

  it.each([
    ["'a'", 'string'],
    ["''", 'string'],
    ['0', 'number'],
    ['false', 'boolean'],
  ])('refuses runtime.earlyReturn(%s), of which nobody has recorded what AppSync does', (value, type) => {
    expect(evaluate(`runtime.earlyReturn(${value})`).error).toMatchObject({
      errorType: 'Code',
      message: expect.stringMatching(`not emulated: runtime.earlyReturn of a ${type}$`) as string,
    });
  });

  it('reports a fault with its place in the uploaded text', () => {
    expect(evaluate(`for (const x of [1]) [2].map(() => 3); const n = null; n.value`).error).toEqual({
      errorType: 'Code',
      message: "code.js:4:58: TypeError: Cannot read properties of null (reading 'value')",
      data: null,
      errorInfo: null,
    });
  });

  it('tells a fault in one line, whatever its message', () => {
    const { error, fault } = evaluate(`const none = null; return none[ctx.args.id]`, {
      args: { id: 'two\n\u001blines' },
    });
    const message = 'code.js:4:31: TypeError: Cannot read properties of null';
    expect(error?.message).toBe(`${message} (reading 'two\n\u001blines')`);
    expect(fault).toBe(`${message} (reading 'two lines')`);
    // AppSync says nothing of it.
    expect(evaluate(`const a = {}; a.self = a; return a`)).toMatchObject({
      error: { message: 'Runtime Error' },
      fault: expect.stringMatching(/^code\.js: TypeError: Converting circular structure to JSON -->/) as string,
    });
    expect(evaluate(`util.error('a', 'b')`).fault).toBeUndefined();
  });

  it('keeps the places of a bundle on one line', () => {
    const code = `import{util as u}from"@aws-appsync/utils";export const response=c=>c.result.map(x=>x.y.z);export const request=c=>{};`;
    const { error } = loadCode('test', code).evaluate('response', contextOf(), '');
    expect(error?.message).toBe(
      `code.js:1:${code.indexOf('map') + 1}: TypeError: Cannot read properties of undefined (reading 'map')`,
    );
    const { error: deeper } = loadCode('test', code).evaluate('response', contextOf({ result: [{}] }), '');
    expect(deeper?.message).toBe(
      `code.js:1:${code.indexOf('z)') + 1}: TypeError: Cannot read properties of undefined (reading 'z')`,
    );
  });

  it('provides the libraries without an import', () => {
    const code = `export const request = () => runtime.earlyReturn({ id: util.dynamodb.toString('a') }); export const response = () => {};`;
    expect(loadCode('test', code).evaluate('request', contextOf(), '').result).toEqual({ id: { S: 'a' } });
  });

  it.each(['own.stash = {}', 'own.args = {}', 'own.extra = 1', 'delete own.stash'])(
    'refuses %s of another name for ctx at run time',
    (body) => {
      expect(evaluate(`const own = ctx; ${body}`).error).toMatchObject({
        errorType: 'Code',
        message: expect.stringMatching(/^code\.js:4:\d+: TypeError/),
      });
    },
  );

  it('allows 1,000 turns of a loop and fails at the next', () => {
    const loop = (turns: number) =>
      `const xs = []; xs.length = ${turns}; for (const x of xs) ctx.stash.n = 1; return 'done'`;
    expect(evaluate(loop(1000)).result).toBe('done');
    expect(evaluate(loop(1001)).error?.errorType).toBe('Code');
    expect(
      evaluate(
        `const o = {}; const a = []; a.length = 1001; a.fill(0).forEach((x, i) => { o['k' + i] = i }); for (const k in o) ctx.stash.n = k`,
      ).error?.errorType,
    ).toBe('Code');
  });

  it('does not visit what a for…of appends to the list that it runs over', () => {
    const body = `const list = [1, 2]; const seen = []; for (const x of list) { seen.push(x); if (list.length < 5) list.push(x + 10); }
      const letters = []; for (const letter of 'ab') letters.push(letter); return { seen, list, letters }`;
    expect(evaluate(body).result).toEqual({ seen: [1, 2], list: [1, 2, 11, 12], letters: ['a', 'b'] });
  });

  it.each([
    ['list.shift()', [1, 2]],
    ['list[1] = 3', [1, 2]],
    ['list.length = 0', [1, 2]],
  ])('refuses by name what else a for…of does to its list: %s', (change, list) => {
    expect(
      evaluate(`const list = ${JSON.stringify(list)}; for (const x of list) { ${change} }`).error?.message,
    ).toMatch(/^code\.js:4:\d+: Error: not emulated: a list that for…of runs over/);
  });

  it('says where a for…of runs over something else', () => {
    expect(evaluate('for (const x of ctx.args.none) ctx.stash.x = x').error?.message).toMatch(
      /^code\.js:4:\d+: TypeError: what for…of runs over is not iterable$/,
    );
  });

  it.each([
    ['ctx.args == ""', false],
    ['"" == ctx.args', false],
    ['ctx.args != ""', true],
    ['(ctx.args) /* == */ == /* != */ (ctx.args)', true],
    ['ctx.args == null', false],
    ['ctx.args.none == null', true],
    ['1 == "1"', true],
    ['(1 != "1") == (2 == "3")', true],
    ['[ctx.args.id == "a", ctx.args.id != "a"].join()', 'true,false'],
  ])('compares %s', (expression, value) => expect(evaluate(`return ${expression}`).result).toBe(value));

  it.each([
    '`${ctx.args}`',
    '"a" + ctx.args',
    '"a".concat([1])',
    'ctx.args < 1',
    '[ctx.args].join()',
    '[] == ""',
    'ctx.args == 1',
    'ctx.stash[ctx.args]',
    '"a".toString()',
    '[1].toString()',
    '(10).toString(2)',
  ])('refuses %s by name, as no AWS answer is known', (expression) =>
    expect(evaluate(`return ${expression}`).error?.message).toMatch(/^code\.js:4:\d+: Error: not emulated: /),
  );

  it('ends an evaluation without end with a Runtime Error', () => {
    const body = `const xs = []; xs.length = 1000; xs.fill(0);
      for (const a of xs) for (const b of xs) for (const c of xs) for (const d of xs) ctx.stash.n = 1`;
    const code = loadCode('test', moduleOf(body), 50);
    expect(code.evaluate('request', contextOf(), '')).toMatchObject({
      error: { errorType: 'Code', message: 'Runtime Error' },
      fault: 'code.js: Runtime Error',
    });
  });

  it('fails with MappingTemplate when the result is over 5 MB', () => {
    const body = (doublings: number) =>
      `let text = 'x'; const xs = []; xs.length = ${doublings}; for (const x of xs) text = text + text; return { text }`;
    expect(evaluate(body(22)).error).toBeUndefined();
    expect(evaluate(body(23)).error).toMatchObject({
      errorType: 'MappingTemplate',
      message: 'Transformation too large',
    });
  });

  it('writes console output in the format of EvaluateCode', () => {
    expect(evaluate(`console.log('seen', { a: 1 }); console.error(2)`).logs).toEqual([
      'INFO - code.js:4:9: "seen" {"a":1}',
      'ERROR - code.js:4:40: 2',
    ]);
  });

  it('hides the selection set when the context is serialised', () => {
    const { result } = evaluate(
      `return { list: ctx.info.selectionSetList, copy: JSON.parse(JSON.stringify(ctx.info)), info: ctx.info }`,
    );
    const visible = { fieldName: 'getThing', parentTypeName: 'Query', variables: {} };
    expect(result).toEqual({ list: ['id'], copy: visible, info: visible });
  });
});
