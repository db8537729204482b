import { spawnSync } from 'node:child_process';
import { StartError } from '../error/localError.ts';

const OLDEST_JAVA = 17;

/** Throws StartError, in one sentence, when there is no Java or one older than DynamoDB Local needs. */
export function requireJava(): void {
  const { error, stderr, stdout, status } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  if (error !== undefined || status !== 0) {
    throw new StartError(
      `DynamoDB Local needs Java ${OLDEST_JAVA} or newer, and no working \`java\` was found on the PATH.`,
    );
  }
  const version = majorVersion(`${stderr}${stdout}`);
  if (version !== undefined && version < OLDEST_JAVA) {
    throw new StartError(
      `DynamoDB Local needs Java ${OLDEST_JAVA} or newer, but \`java\` on the PATH is version ${version}.`,
    );
  }
}

/**
 * The major version in the output of `java -version`: 17 of "17.0.15", 8 of "1.8.0_392"; undefined if there is none.
 */
function majorVersion(output: string): number | undefined {
  const match = /version "(?:1\.)?(\d+)/.exec(output);
  return match === null ? undefined : Number(match[1]);
}
