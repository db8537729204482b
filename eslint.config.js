import appsync from '@aws-appsync/eslint-plugin';
import js from '@eslint/js';
import stylistic from '@stylistic/eslint-plugin';
import tseslint from 'typescript-eslint';
import { appsyncRules } from './infra/bundling/appsyncRules.js';

const RUNS_IN_APPSYNC = ['resolvers/**/*.ts', 'domain/**/*.ts'];
const BUNDLES = ['build/resolvers/*.js'];

/** Where the programs that are deployed or run by people read their environment; elsewhere it is handed on. */
const READS_ENVIRONMENT = ['lambda/*/index.ts', 'tools/frame/environment.ts'];

const NAMED_ERRORS = {
  selector:
    ":matches(ClassDeclaration, ClassExpression)[superClass.name='Error']:not(:has(PropertyDefinition[key.name='name'][override=true][readonly=true]))",
  message: "An error says its name: override readonly name = '…'.",
};
const NAMED_LIMITS = {
  selector:
    'VariableDeclarator[id.name=/^((MOST|LONGEST|SMALLEST|LARGEST|CAP|MAXIMUM)(_[A-Z0-9_]+)?|([A-Z0-9_]+_)?(LIMIT|AT_MOST(_[A-Z0-9_]+)?))$/]',
  message: 'A limit is called MAX_… or MIN_…, with its unit where a number could be read two ways.',
};
const ENVIRONMENT = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: `Only ${READS_ENVIRONMENT.join(' and ')} read the environment.`,
};

/**
 * A handler that keeps something without saying what; the rules below do not see an `any` that is only asked whether it
 * is there.
 */
const CONTEXT = 'params.0.typeAnnotation.typeAnnotation';
const UNTYPED_STASH =
  `FunctionDeclaration[${CONTEXT}.typeName.name="Context"]:not([${CONTEXT}.typeArguments.params.length>1]) ` +
  'MemberExpression[property.name="stash"]';

/**
 * What AppSync hands over (`ctx.stash`, `ctx.result`, …) is `any` by its types; nothing may read it without saying what
 * it is.
 */
const NO_ANY = {
  'no-restricted-syntax': [
    ...appsyncRules['no-restricted-syntax'],
    { selector: UNTYPED_STASH, message: 'Say what the stash holds: Context<Args, Stash>.' },
  ],
  '@typescript-eslint/no-unsafe-argument': 'error',
  '@typescript-eslint/no-unsafe-assignment': 'error',
  '@typescript-eslint/no-unsafe-call': 'error',
  '@typescript-eslint/no-unsafe-member-access': 'error',
  '@typescript-eslint/no-unsafe-return': 'error',
};

/** Sources first, then (`eslint build/resolvers`, after a synth) the very text that is uploaded to AppSync. */
export default tseslint.config(
  {
    ignores: ['**/node_modules/', 'cdk.out/', '.local/', 'coverage/', '**/dist/', 'build/lambda/', '**/*.generated.ts'],
  },
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.mjs', '*.js', '.*.js', 'infra/**/*.js', 'packages/**/*.js'],
    extends: [js.configs.recommended, ...tseslint.configs.recommended],
    plugins: { '@stylistic': stylistic },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      curly: 'error',
      'dot-notation': 'error',
      eqeqeq: 'error',
      'no-console': ['error', { allow: ['error'] }],
      'no-duplicate-imports': 'error',
      'no-restricted-syntax': ['error', NAMED_ERRORS, NAMED_LIMITS],
      // What Prettier cannot wrap: comments above all.
      '@stylistic/max-len': [
        'error',
        { code: 120, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreUrls: true, ignoreRegExpLiterals: true },
      ],
    },
  },
  {
    files: ['lambda/**/*.ts', 'infra/**/*.ts', 'client/**/*.ts', 'tools/**/*.ts'],
    ignores: READS_ENVIRONMENT,
    rules: { 'no-restricted-syntax': ['error', NAMED_ERRORS, NAMED_LIMITS, ENVIRONMENT] },
  },
  {
    // What a person runs, and what answers on a terminal.
    files: ['tools/**/*.ts', 'packages/**/*.ts', 'test/**/*.ts', 'examples/*.mjs'],
    rules: { 'no-console': 'off' },
  },
  {
    // What runs in the sandbox: each file is one expression, a function that the host calls.
    files: ['packages/appsync-local/src/resolver/inside/*.js'],
    rules: { '@typescript-eslint/no-unused-expressions': 'off' },
  },
  {
    files: RUNS_IN_APPSYNC,
    extends: [appsync.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: { ...appsyncRules, ...NO_ANY, 'no-console': 'off' },
  },
  {
    files: BUNDLES,
    extends: [appsync.configs.recommended],
    languageOptions: {
      parserOptions: { project: './infra/bundling/tsconfig.bundles.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: appsyncRules,
  },
);
