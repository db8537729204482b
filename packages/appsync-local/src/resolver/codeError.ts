import { LocalError } from '../error/localError.ts';
import type { FindSource } from './sourcePlaces.ts';

/** One reason why AppSync would refuse the code, with its 1-based place in the uploaded text and its length there. */
export interface CodeError {
  /** 'PARSER_ERROR' or 'LINT_ERROR', as in the control plane's CodeError. */
  errorType: string;
  value: string;
  line: number;
  column: number;
  span: number;
}

/** The code cannot be saved (docs/reference/appsync.md#saving-code, BadRequestException with reason CODE_ERROR). */
export class BadCode extends LocalError {
  override readonly name = 'BadCode';
  readonly codeErrors: CodeError[];

  /**
   * `name` says which resolver or function it is; every reason is part of the message, with its place in the sources
   * where `findSource` knows it.
   */
  constructor(name: string, codeErrors: CodeError[], findSource: FindSource = () => null) {
    const reasons = codeErrors.map(
      ({ line, column, value }) => `  ${findSource(line, column) ?? `${line}:${column}`} ${value}`,
    );
    super([`${name}: The code contains one or more errors.`, ...reasons].join('\n'));
    this.codeErrors = codeErrors;
  }
}
