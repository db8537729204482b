import appsync from '@aws-appsync/eslint-plugin';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import { appsyncRules } from './infra/bundling/appsyncRules.js';

const RUNS_IN_APPSYNC = ['resolvers/**/*.ts', 'domain/**/*.ts'];
const BUNDLES = ['build/resolvers/*.js'];

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
  { ignores: ['node_modules/', 'cdk.out/', '.local/', 'coverage/', 'build/lambda/', '**/*.generated.ts'] },
  {
    files: ['**/*.ts', '**/*.tsx', '*.js', 'infra/**/*.js'],
    extends: [js.configs.recommended, ...tseslint.configs.recommended],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      eqeqeq: 'error',
      'no-console': ['error', { allow: ['error'] }],
    },
  },
  {
    // What a person runs, and what answers on a terminal.
    files: ['tools/**/*.ts', 'packages/**/*.ts', 'test/**/*.ts'],
    rules: { 'no-console': 'off' },
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
