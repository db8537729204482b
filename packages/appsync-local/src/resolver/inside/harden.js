// Takes away every built-in that APPSYNC_JS lacks (docs/reference/appsync.md#built-ins), then freezes what remains, so
// that no state outlives an evaluation and nothing leads out. Answers the names of the removed methods, as JSON.
(function (exposed, stackTraces, askToReplace) {
  'use strict';
  const { ownKeys, getPrototypeOf, getOwnPropertyDescriptor, deleteProperty } = Reflect;
  const { freeze, defineProperty } = Object;
  const Failure = Error;
  const { stringify } = JSON;
  const { sort } = Array.prototype;
  const { toString } = Number.prototype;
  const apply = Reflect.apply;

  const arrayMethods = [
    'length',
    'concat',
    'fill',
    'flat',
    'includes',
    'indexOf',
    'join',
    'lastIndexOf',
    'pop',
    'push',
    'reverse',
    'shift',
    'slice',
    'sort',
    'splice',
    'unshift',
    'forEach',
    'map',
    'flatMap',
    'filter',
    'reduce',
    'reduceRight',
    'find',
    'some',
    'every',
    'findIndex',
    'findLast',
    'findLastIndex',
  ];
  const stringMethods = [
    'length',
    'charAt',
    'concat',
    'endsWith',
    'includes',
    'indexOf',
    'lastIndexOf',
    'replace',
    'replaceAll',
    'slice',
    'split',
    'startsWith',
    'substring',
    'toLowerCase',
    'toUpperCase',
    'trim',
    'trimEnd',
    'trimStart',
  ];
  const kept = [
    [Object.prototype, []],
    [Function.prototype, ['length', 'name']],
    [Array.prototype, [...arrayMethods, 'toString']],
    [String.prototype, [...stringMethods, 'toString']],
    [Number.prototype, ['toString']],
    [Boolean.prototype, ['toString']],
  ];

  const redefine = (prototype, name, value) =>
    defineProperty(prototype, name, { value, writable: true, enumerable: false, configurable: true });
  // Java reads the first argument as a regular expression.
  for (const [name, isAll] of [
    ['replace', false],
    ['replaceAll', true],
  ]) {
    redefine(
      String.prototype,
      name,
      {
        [name](search, replacement) {
          if (typeof this !== 'string' || typeof search !== 'string' || typeof replacement !== 'string') {
            throw new Failure(`not emulated: String.${name} with anything but two texts`);
          }
          return askToReplace(this, search, replacement, isAll);
        },
      }[name],
    );
  }
  redefine(
    Array.prototype,
    'sort',
    {
      sort(...comparators) {
        if (comparators.length > 0) {
          throw new Failure('Array.sort takes no comparator in APPSYNC_JS');
        }
        return apply(sort, this, []);
      },
    }.sort,
  );

  redefine(
    Number.prototype,
    'toString',
    {
      toString(...radix) {
        if (radix.length > 0) {
          throw new Failure('not emulated: toString with a radix');
        }
        return apply(toString, this, []);
      },
    }.toString,
  );
  for (const prototype of [Array.prototype, String.prototype, Boolean.prototype]) {
    redefine(prototype, 'toString', () => {
      throw new Failure('not emulated: toString of anything but a number');
    });
  }
  // What AppSync's engine makes of an object in a text was never recorded
  // (docs/reference/appsync.md#loops-comparisons-and-texts).
  redefine(Object.prototype, Symbol.toPrimitive, () => {
    throw new Failure('not emulated: an object or a list as a text or a number');
  });

  const removed = [];
  for (const [prototype, names] of kept) {
    for (const key of ownKeys(prototype)) {
      if (typeof key === 'symbol' || names.indexOf(key) !== -1) {
        continue;
      }
      deleteProperty(prototype, key);
      removed.push(key);
    }
  }

  const world = globalThis;
  const globalNames = ownKeys(world);
  const queue = [
    exposed,
    stackTraces,
    [][Symbol.iterator](),
    ''[Symbol.iterator](),
    function* () {},
    async function () {},
    async function* () {},
  ];
  for (const name of globalNames) {
    if (name !== 'globalThis') {
      queue.push(world[name]);
    }
  }
  const seen = new Set();
  while (queue.length > 0) {
    const value = queue.pop();
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) {
      continue;
    }
    seen.add(value);
    queue.push(getPrototypeOf(value));
    for (const key of ownKeys(value)) {
      const property = getOwnPropertyDescriptor(value, key);
      queue.push(property.value, property.get, property.set);
    }
    freeze(value);
  }
  for (const name of globalNames) {
    deleteProperty(world, name);
  }
  // Without it V8 would ask Node to write stack traces.
  defineProperty(world, 'Error', { value: stackTraces, writable: false, enumerable: false, configurable: false });
  return stringify(removed.filter((name) => kept.every(([, names]) => names.indexOf(name) === -1)));
});
