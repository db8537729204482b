import { audit } from '../audit/audit.ts';
import { locateDatabase } from '../running/locateDatabase.ts';
import type { SimulateOptions } from './options.ts';

/**
 * Audits the whole table of the local API that keeps its state in this directory, where lists through the API show one
 * event only.
 * @returns whether something is wrong; null if there is no such table here, because the API is a deployment or has a
 * DynamoDB of its own
 */
export async function auditLocally(
  { url, stateDir, token, iam }: SimulateOptions,
  print: (line: string) => void,
): Promise<boolean | null> {
  const started = token === undefined && !iam ? await locateDatabase({ url, stateDir }) : null;
  if (started === null) {
    return null;
  }
  const say = (text: string) => text.split('\n').forEach((line) => print(`audit     ${line}`));
  return (await audit({ url, stateDir, repair: false, settleSeconds: 1, patience: 30 }, say)) === 1;
}
