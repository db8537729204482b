import { tsImport } from 'tsx/esm/api';

const { APPSYNC_JS } = await tsImport('appsync-local/code', import.meta.url);

/**
 * ESLint rules for what APPSYNC_JS refuses and `@aws-appsync/eslint-plugin` does not notice
 * (docs/reference/appsync.md#built-ins, docs/reference/appsync.md#what-the-linter-misses), so that an editor shows it.
 * The local AppSync says which names exist, and it judges the bundles when they are made.
 */
const GLOBALS = [...Object.keys(APPSYNC_JS.globals), 'NaN', 'Infinity', 'undefined'];

const BUILT_INS = ['Object', 'Array', 'String', 'Number', 'Math', 'JSON', 'console'];

/** Regular expressions are refused as such. */
const refusedMethods = [...APPSYNC_JS.removedMethods, ...Object.getOwnPropertyNames(RegExp.prototype)].filter(
  (name) => !name.startsWith('__'),
);

const unlisted = (names) => `/^(?!(${names.join('|')})$)/`;
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
  ...BUILT_INS.map((object) => [
    `MemberExpression[object.name="${object}"][property.name=${unlisted(APPSYNC_JS.globals[object])}]`,
    `APPSYNC_JS has of ${object} only: ${APPSYNC_JS.globals[object].join(', ')}.`,
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
