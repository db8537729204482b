import { readFileSync } from 'node:fs';
import type { ApiPlace, Pool } from './amplifyOutputs.ts';
import { OutputsError } from './outputsError.ts';

const NEEDED = ['ApiUrl', 'RealtimeUrl', 'ApiKey', 'Region', 'UserPoolId', 'UserPoolClientId'] as const;

/**
 * What a deployment has put into the file of `cdk deploy --outputs-file`: `{ "<stack>": { "<output>": "…" } }`.
 * @param stage whose stack it is, needed only where the file has several
 * @throws OutputsError if the file cannot be read or does not tell
 */
export function readStackOutputs(file: string, stage?: string): ApiPlace & Pool {
  const stacks = Object.entries(parse(file)).filter(
    ([name]) => name.endsWith('-Api') && (stage === undefined || name === `EventRegistration-${stage}-Api`),
  );
  const [stack] = stacks;
  if (stack === undefined || stacks.length > 1) {
    const found = stacks.map(([name]) => name).join(', ') || 'none';
    throw new OutputsError(
      `${file} must hold the outputs of one Api stack${stage === undefined ? ' (or say which with --stage)' : ''}; found: ${found}.`,
    );
  }
  const [name, outputs] = stack;
  const missing = NEEDED.filter((output) => typeof outputs[output] !== 'string');
  if (missing.length > 0) {
    throw new OutputsError(`${name} in ${file} lacks ${missing.join(', ')}.`);
  }
  const {
    ApiUrl: url,
    RealtimeUrl: realtimeUrl,
    ApiKey: apiKey,
    Region: region,
    UserPoolId: userPoolId,
    UserPoolClientId: userPoolClientId,
  } = outputs as Record<(typeof NEEDED)[number], string>;
  return { url, realtimeUrl, apiKey, region, userPoolId, userPoolClientId };
}

function parse(file: string): Record<string, Record<string, unknown>> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, unknown>>;
  } catch (error) {
    throw new OutputsError(
      `${file} cannot be read as JSON (cdk deploy --outputs-file writes it): ${(error as Error).message}`,
    );
  }
}
