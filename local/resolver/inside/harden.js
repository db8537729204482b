// Takes away every built-in that APPSYNC_JS lacks (reference 1.3), then freezes what remains, so that no state outlives
// an evaluation and nothing leads out. Answers the names of the removed methods, as JSON.
(function (exposed, stackTraces) {
  'use strict';
  const { ownKeys, getPrototypeOf, getOwnPropertyDescriptor, deleteProperty } = Reflect;
  const { freeze, defineProperty } = Object;
  const Failure = Error;
  const { stringify } = JSON;
  const { sort } = Array.prototype;
  const { replace, replaceAll } = String.prototype;
  const apply = Reflect.apply;

  const arrayMethods = [
    'length', 'concat', 'fill', 'flat', 'indexOf', 'join', 'lastIndexOf', 'pop', 'push', 'reverse', 'shift', 'slice',
    'sort', 'splice', 'unshift', 'forEach', 'map', 'flatMap', 'filter', 'reduce', 'reduceRight', 'find', 'some',
    'every', 'findIndex', 'findLast', 'findLastIndex',
  ];
  const stringMethods = [
    'length', 'charAt', 'concat', 'endsWith', 'indexOf', 'lastIndexOf', 'replace', 'replaceAll', 'slice', 'split',
    'startsWith', 'toLowerCase', 'toUpperCase', 'trim', 'trimEnd', 'trimStart',
  ];
  const kept = [
    [Object.prototype, []],
    [Function.prototype, ['length', 'name']],
    [Array.prototype, arrayMethods],
    [String.prototype, stringMethods],
    [Number.prototype, []],
    [Boolean.prototype, []],
  ];

  // Java reads both arguments as regular expression and replacement pattern; only texts where that makes no difference run.
  const isSpecial = (text, specials) => {
    if (typeof text !== 'string') return true;
    for (const character of specials) if (text.indexOf(character) !== -1) return true;
    return false;
  };
  const literally = (name, native) =>
    ({
      [name](search, replacement) {
        if (isSpecial(search, '\\^$.|?*+()[]{}') || isSpecial(replacement, '\\$')) {
          throw new Failure(`not emulated: String.${name} with a Java regular expression`);
        }
        return apply(native, this, [search, replacement]);
      },
    })[name];
  const redefine = (prototype, name, value) =>
    defineProperty(prototype, name, { value, writable: true, enumerable: false, configurable: true });
  redefine(String.prototype, 'replace', literally('replace', replace));
  redefine(String.prototype, 'replaceAll', literally('replaceAll', replaceAll));
  redefine(Array.prototype, 'sort', {
    sort(...comparators) {
      if (comparators.length > 0) throw new Failure('Array.sort takes no comparator in APPSYNC_JS');
      return apply(sort, this, []);
    },
  }.sort);

  const removed = [];
  for (const [prototype, names] of kept) {
    for (const key of ownKeys(prototype)) {
      if (typeof key === 'symbol' || names.indexOf(key) !== -1) continue;
      deleteProperty(prototype, key);
      removed.push(key);
    }
  }

  const world = globalThis;
  const globalNames = ownKeys(world);
  const queue = [
    exposed, stackTraces, [][Symbol.iterator](), ''[Symbol.iterator](), function* () {}, async function () {}, async function* () {},
  ];
  for (const name of globalNames) if (name !== 'globalThis') queue.push(world[name]);
  const seen = new Set();
  while (queue.length > 0) {
    const value = queue.pop();
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) continue;
    seen.add(value);
    queue.push(getPrototypeOf(value));
    for (const key of ownKeys(value)) {
      const property = getOwnPropertyDescriptor(value, key);
      queue.push(property.value, property.get, property.set);
    }
    freeze(value);
  }
  for (const name of globalNames) deleteProperty(world, name);
  // Without it V8 would ask Node to write stack traces.
  defineProperty(world, 'Error', { value: stackTraces, writable: false, enumerable: false, configurable: false });
  return stringify(removed.filter((name) => kept.every(([, names]) => names.indexOf(name) === -1)));
})
