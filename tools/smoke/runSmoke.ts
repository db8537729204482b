import { randomBytes } from 'node:crypto';
import { Unreachable, WrongUrl, type Send } from '../frame/api/sendTo.ts';
import { PREFIX, type Cast } from './cast.ts';
import { scenario } from './scenario.ts';

/** The credentials are not taken. */
export class AuthRefused extends Error {
  override readonly name = 'AuthRefused';
}

/**
 * Plays the scenario and cleans up, whatever happens.
 * @param print takes a line for each chapter
 * @returns what went wrong, by chapter; empty if all is well. After a chapter that fails the story ends
 * @throws Unreachable, WrongUrl, AuthRefused before anything is changed
 */
export async function runSmoke(cast: Cast, print: (line: string) => void): Promise<string[]> {
  await checkAccess(cast.backend, 'The credentials');
  if (cast.reader) {
    await checkAccess(cast.reader, 'The API key');
  }
  const { chapters, cleanUp } = scenario(cast, `${PREFIX}${randomBytes(6).toString('hex')}`);
  const problems: string[] = [];
  const attempt = async (title: string, act: () => Promise<void>) => {
    try {
      await act();
      print(`ok    ${title}`);
    } catch (error) {
      if (!(error instanceof Error)) {
        throw error;
      }
      print(`FAIL  ${title}`);
      problems.push(`${title}: ${error.message}`);
    }
  };
  for (const { title, play } of chapters) {
    if (problems.length === 0) {
      await attempt(title, play);
    }
  }
  await attempt('cleans up', cleanUp);
  return problems;
}

/** Asks for nothing but the name of a type. */
async function checkAccess(send: Send, what: string): Promise<void> {
  const { status, data, errorTypes } = await send('{ __typename }');
  if (status === 401 || status === 403) {
    throw new AuthRefused(`${what} are refused: HTTP ${status} ${errorTypes.join()}.`.replace('key are', 'key is'));
  }
  if (status >= 500) {
    throw new Unreachable(`The API answers HTTP ${status} ${errorTypes.join()}.`);
  }
  if ((data as { __typename?: unknown } | null | undefined)?.__typename !== 'Query') {
    throw new WrongUrl(
      `This is another API: it answers HTTP ${status} ${errorTypes.join()} to the simplest query.`,
      status,
    );
  }
}
