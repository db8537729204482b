import { readFileSync } from 'node:fs';
import type { ApiPlace, Pool } from './amplifyOutputs.ts';
import { UsageError } from '../frame/usageError.ts';

const PLACE = ['ApiUrl', 'RealtimeUrl', 'ApiKey', 'Region'] as const;

type Place = Record<(typeof PLACE)[number], string>;

/** The outputs that name the user pool. */
const POOL = { id: 'UserPoolId', clientId: 'UserPoolClientId' };
const FORMER_POOL = { id: 'FormerUserPoolId', clientId: 'FormerUserPoolClientId' };

/** Which of the outputs in a file. */
export interface Wanted {
  /** Whose stack it is, needed only where the file has several. */
  stage?: string | undefined;
  /** Whether the pool is that of people from before ids were generated. */
  former: boolean;
  /** Said besides, where there is no such file. */
  instead: string;
}

/**
 * What a deployment has put into the file of `cdk deploy --outputs-file`: `{ "<stack>": { "<output>": "…" } }`.
 * @throws UsageError if the file cannot be read or does not tell
 */
export function readStackOutputs(file: string, { stage, former, instead }: Wanted): ApiPlace & Pool {
  const stacks = Object.entries(parse(file, instead)).filter(
    ([name]) => name.endsWith('-Api') && (stage === undefined || name === `EventRegistration-${stage}-Api`),
  );
  const [stack] = stacks;
  if (stack === undefined || stacks.length > 1) {
    const found = stacks.map(([name]) => name).join(', ') || 'none';
    throw new UsageError(
      `${file} must hold the outputs of one Api stack${stage === undefined ? ' (or say which with --stage)' : ''}; found: ${found}.`,
    );
  }
  const [name, outputs] = stack;
  const pool = former ? FORMER_POOL : POOL;
  const missing = [...PLACE, pool.id, pool.clientId].filter((output) => typeof outputs[output] !== 'string');
  if (missing.length > 0) {
    throw new UsageError(`${name} in ${file} lacks ${missing.join(', ')}.`);
  }
  const { ApiUrl: url, RealtimeUrl: realtimeUrl, ApiKey: apiKey, Region: region } = outputs as Place;
  const [userPoolId, userPoolClientId] = [String(outputs[pool.id]), String(outputs[pool.clientId])];
  return { url, realtimeUrl, apiKey, region, userPoolId, userPoolClientId };
}

function parse(file: string, instead: string): Record<string, Record<string, unknown>> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, unknown>>;
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === 'ENOENT'
        ? `there is no ${file} (cdk deploy --outputs-file writes it; ${instead})`
        : `${file} cannot be read as JSON (cdk deploy --outputs-file writes it): ${(error as Error).message}`;
    throw new UsageError(why);
  }
}
