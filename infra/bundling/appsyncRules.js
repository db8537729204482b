/**
 * ESLint rules for what APPSYNC_JS refuses and `@aws-appsync/eslint-plugin` does not notice (reference appsync 1.3,
 * 1.6). Allowed names are listed as the Developer Guide lists them ("Supported runtime features"); everything else that
 * JavaScript has is refused.
 */
const GLOBALS = ['NaN', 'Infinity', 'undefined', 'Object', 'String', 'Array', 'Number', 'Math', 'JSON', 'console'];

const STATIC_MEMBERS = {
  Object: ['assign', 'entries', 'hasOwn', 'keys', 'values'],
  Array: ['isArray'],
  String: [],
  Number: ['isFinite', 'isNaN'],
  Math: ['random', 'min', 'max', 'round', 'floor', 'ceil'],
  JSON: ['parse', 'stringify'],
  console: ['log', 'error'],
};

const STRING_METHODS = `length charAt concat endsWith indexOf lastIndexOf replace replaceAll slice split startsWith toLowerCase
  toUpperCase trim trimEnd trimStart`;
const ARRAY_METHODS = `length concat fill flat indexOf join lastIndexOf pop push reverse shift slice sort splice unshift forEach
  map flatMap filter reduce reduceRight find some every findIndex findLast findLastIndex`;

const allowedMethods = new Set(`${STRING_METHODS} ${ARRAY_METHODS}`.split(/\s+/));
const refusedMethods = [String, Array, Number, Boolean, Function, Object, RegExp]
  .flatMap(({ prototype }) => Object.getOwnPropertyNames(prototype))
  .filter((name) => !allowedMethods.has(name) && !name.startsWith('__'));

const unlisted = (names) => `/^(?!(${names.join('|') || '-'})$)/`;
const anyOf = (names) => `/^(${[...new Set(names)].join('|')})$/`;

/** Methods of values; `util.str.normalize` and the like are AppSync's own, `Object.keys` is judged above. */
const METHOD_OF_VALUE =
  'CallExpression[callee.type="MemberExpression"][callee.object.name!=/^(util|Object|Array|Number|Math|JSON)$/][callee.object.object.name!="util"]';

const restricted = [
  ['ThrowStatement', 'APPSYNC_JS has no throw: return the failure, or raise it with util.error.'],
  ['NewExpression', 'APPSYNC_JS has no new.'],
  ['TaggedTemplateExpression', 'APPSYNC_JS has no tagged templates.'],
  ['MetaProperty', 'APPSYNC_JS has no import.meta.'],
  ['ImportExpression', 'APPSYNC_JS has no dynamic import.'],
  ['ExportDefaultDeclaration', 'AppSync wants named exports.'],
  ['Property[kind!="init"]', 'APPSYNC_JS has no getters and setters.'],
  ['Literal[bigint]', 'APPSYNC_JS has no BigInt.'],
  ['AssignmentExpression[operator=/^(\\|\\||&&|\\?\\?)=$/]', 'Logical assignment is not listed as supported.'],
  ['BinaryExpression[operator="**"]', 'Exponentiation is not listed as supported.'],
  ...Object.entries(STATIC_MEMBERS).map(([object, members]) => [
    `MemberExpression[object.name="${object}"][property.name=${unlisted(members)}]`,
    `APPSYNC_JS has of ${object} only: ${members.join(', ') || 'nothing'}.`,
  ]),
  [
    'CallExpression[callee.name=/^(Object|String|Array|Number)$/]',
    'APPSYNC_JS has no conversion functions: write `${value}` for text.',
  ],
  [`${METHOD_OF_VALUE}[callee.property.name=${anyOf(refusedMethods)}]`, 'APPSYNC_JS does not have this method.'],
  ['CallExpression[callee.property.name="sort"][arguments.length>0]', 'APPSYNC_JS sorts without a comparator.'],
  [
    'CallExpression[callee.property.name=/^replace(All)?$/][arguments.0.type!="Literal"]',
    'The search text is a Java regular expression: write it literally, so that it can be judged.',
  ],
  [
    'CallExpression[callee.property.name=/^replace(All)?$/][arguments.0.value=/[\\\\^$.|?*+()\\[\\]{}]/]',
    'The search text is a Java regular expression: no metacharacters.',
  ],
  [
    'CallExpression[callee.property.name=/^replace(All)?$/][arguments.1.value=/[\\\\$]/]',
    'In the replacement, $ and \\ refer to groups of a Java regular expression.',
  ],
];

export const appsyncRules = {
  'no-restricted-syntax': ['error', ...restricted.map(([selector, message]) => ({ selector, message }))],
  'no-restricted-globals': [
    'error',
    ...Object.getOwnPropertyNames(globalThis)
      .concat('require', 'module', 'exports', 'process', 'window', 'Intl')
      .filter((name, index, all) => !GLOBALS.includes(name) && all.indexOf(name) === index)
      .map((name) => ({ name, message: 'APPSYNC_JS does not have this global.' })),
  ],
};
