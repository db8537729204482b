import { answerIncomplete, busy, internalError, type ErrorType } from '../../../domain/error.ts';
import { ERROR_MEANINGS, ERROR_TYPES } from '../errorMeanings.ts';
import type { FieldDocs } from '../schema/readSchema.ts';
import { anchorOf } from './links.ts';

/** How the call of the sample of Busy is repeated. */
const SAMPLE_REPEATING = {
  decidedBy: '2031-03-01T09:00:40.000Z',
  clientRequestId: '00000000-0000-4000-8000-000000000001',
  isRepeat: false,
};

/** All errors: what each means, what it looked like when it came, and which operations answer it. */
export function errorSections(refusals: Partial<Record<ErrorType, unknown>>, operations: FieldDocs[]): string {
  // These two need bad luck, so they are shown as the domain words them.
  const samples: Partial<Record<ErrorType, unknown>> = {
    ...refusals,
    Busy: busy('MAYBE_MADE', SAMPLE_REPEATING),
    AnswerIncomplete: answerIncomplete(),
    InternalError: internalError(),
  };
  return ERROR_TYPES.map((type) => {
    const by = operations
      .filter(({ words }) => words.errorTypes.includes(type))
      .map(({ name }) => `[${name}](${anchorOf(name)})`);
    const { message, errorType, errorInfo } = samples[type] as {
      message: string;
      errorType: string;
      errorInfo: unknown;
    };
    return [
      `### ${type}`,
      `${ERROR_MEANINGS[type]}${type === 'Unauthorized' ? ' See [who may call what](#who-may-call-what).' : ''}${by.length === 0 ? '' : ` From ${by.join(', ')}.`}`,
      `\`\`\`json\n${JSON.stringify({ errorType, message, errorInfo })}\n\`\`\``,
    ].join('\n\n');
  }).join('\n\n');
}
