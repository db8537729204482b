import { sandbox } from './sandbox.ts';

/**
 * Characters of the code of a resolver or function, after bundling, source map included
 * (docs/reference/appsync.md#limits).
 */
export const MAX_CODE_CHARACTERS = 32_768;

/** Functions of a pipeline (docs/reference/appsync.md#limits). */
export const MAX_PIPELINE_FUNCTIONS = 10;

/** APPSYNC_JS in numbers and names, for whoever judges sources before they are bundled. */
export const APPSYNC_JS = {
  maxPipelineFunctions: MAX_PIPELINE_FUNCTIONS,
  /** Global name → the names of its members. */
  globals: Object.fromEntries(
    Object.entries(sandbox.globals).map(([name, members]) => [name, members === true ? [] : Object.keys(members)]),
  ),
  /** Methods of strings, arrays, numbers and objects that do not exist. */
  removedMethods: [...sandbox.removedMethods],
};
