import { APPSYNC_JS, type CodeError } from 'appsync-local/code';

/** What AppSync refuses, and where it stands in the sources: 'file:line:column'; null for what esbuild added. */
export interface RefusedCode extends CodeError {
  source: string | null;
}

/** Everything that can be wrong between schema and resolver files; `file` is the path below the resolvers folder. */
export type WiringProblem =
  | { kind: 'FIELD_WITHOUT_FILE'; coordinate: string; line: number }
  | { kind: 'FILE_WITHOUT_FIELD'; coordinate: string; file: string }
  | { kind: 'TWO_RESOLVERS'; coordinate: string; file: string }
  | { kind: 'UNKNOWN_FILE'; file: string }
  | { kind: 'PIPELINE_MISSING'; coordinate: string; file: string }
  | { kind: 'STEPS_MISSING'; coordinate: string; file: string }
  | { kind: 'STEP_TWICE'; coordinate: string; file: string; position: number }
  | { kind: 'STEP_NAME_TWICE'; coordinate: string; file: string }
  | { kind: 'STEP_GAP'; coordinate: string; file: string; position: number }
  | { kind: 'TOO_MANY_STEPS'; coordinate: string; file: string; count: number }
  | { kind: 'CODE_REFUSED'; file: string; bundle: string; errors: RefusedCode[] };

/** Synthesis stops with all problems at once, one line each. */
export class WiringError extends Error {
  override readonly name = 'WiringError';
  readonly problems: WiringProblem[];

  constructor(problems: WiringProblem[]) {
    super(['The resolvers do not fit the schema:', ...problems.map(sentence)].join('\n  - '));
    this.problems = problems;
  }
}

function sentence(problem: WiringProblem): string {
  switch (problem.kind) {
    case 'FIELD_WITHOUT_FILE':
      return `schema.graphql:${problem.line}: ${problem.coordinate} is in the schema, but no file in resolvers/ is named after it.`;
    case 'FILE_WITHOUT_FIELD':
      return `resolvers/${problem.file} names ${problem.coordinate}, which is not in the schema.`;
    case 'TWO_RESOLVERS':
      return `resolvers/${problem.file} is a second resolver of ${problem.coordinate}.`;
    case 'UNKNOWN_FILE':
      return `resolvers/${problem.file} is neither <Type>.<field>[.none|.reader|.lane|.lambda|.settle].ts nor pipeline.ts or <n>.<step>[.none|.reader|.lane|.lambda|.settle].ts in a folder <Type>.<field>; code that resolvers share lives in resolvers/shared/ or domain/.`;
    case 'PIPELINE_MISSING':
      return `resolvers/${problem.file} has no pipeline.ts, the handlers of ${problem.coordinate} itself.`;
    case 'STEPS_MISSING':
      return `resolvers/${problem.file} has no steps; make ${problem.coordinate} a single file.`;
    case 'STEP_TWICE':
      return `resolvers/${problem.file} is a second step ${problem.position} of ${problem.coordinate}.`;
    case 'STEP_NAME_TWICE':
      return `resolvers/${problem.file} repeats the name of another step of ${problem.coordinate}.`;
    case 'STEP_GAP':
      return `resolvers/${problem.file} has no step ${problem.position}, but a later one.`;
    case 'TOO_MANY_STEPS':
      return `resolvers/${problem.file} has ${problem.count} steps; AppSync allows ${APPSYNC_JS.maxPipelineFunctions}.`;
    case 'CODE_REFUSED':
      return `resolvers/${problem.file} would be refused by AppSync: ${problem.errors.map(({ line, column, value, source }) => `${value} (${source ?? `${problem.bundle}.js:${line}:${column}`})`).join('; ')}.`;
  }
}
