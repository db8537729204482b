import { judgeAnswer, judgeText } from '../judge.ts';
import { readResponses } from './readResponses.ts';

/** Refusals of the HTTP server itself, before any application sees a request: a status line suffices. */
const BARE = [400, 404, 405, 408, 413, 414, 417, 426, 431, 501, 505];

/**
 * Checks everything that a server sent over one connection.
 * @returns what is wrong, if anything, and the statuses
 */
export function judgeConnection(answered: Buffer, sent: string): { wrong: string[]; statuses: number[] } {
  let responses;
  try {
    responses = readResponses(answered);
  } catch (error) {
    return { wrong: [(error as Error).message], statuses: [] };
  }
  const wrong = responses.flatMap(({ status, headers, body }) => {
    if (status === 101 || status === 100) {
      return [];
    }
    if (body === '') {
      return BARE.includes(status) || status === 200 ? [] : [`status ${status} without a body`];
    }
    const isGraphql =
      headers.get('content-type')?.startsWith('application/json') === true &&
      headers.get('x-amzn-errortype') !== 'IncompleteSignatureException';
    if (!isGraphql) {
      return [...judgeText(body, sent), ...(status >= 500 ? [`status ${status}: ${body.slice(0, 100)}`] : [])];
    }
    const judged = judgeAnswer(status, body, sent);
    return 'wrong' in judged ? judged.wrong : [];
  });
  return { wrong, statuses: responses.map(({ status }) => status) };
}
