import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject } from 'vitest';
import { callsTo } from './calls.ts';
import { givenBy } from './given.ts';
import { startWorld } from './world.ts';

const TEMPLATE = 'EventRegistration-dev-Api.template.json';

interface Template {
  Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
}

/**
 * The API of a template in which so much is reserved for these functions.
 * @param shared what the others have together
 */
export async function startReservedWorld(reserved: Record<string, number>, shared?: number) {
  const assemblyDir = mkdtempSync(join(tmpdir(), 'reserved-'));
  cpSync(inject('assemblyDir'), assemblyDir, { recursive: true });
  const template = JSON.parse(readFileSync(join(assemblyDir, TEMPLATE), 'utf8')) as Template;
  for (const [service, executions] of Object.entries(reserved)) {
    const found = Object.values(template.Resources).filter(
      ({ Type, Properties }) =>
        Type === 'AWS::Lambda::Function' && JSON.stringify(Properties.Environment).includes(`"${service}"`),
    );
    expect(found).toHaveLength(1);
    found.forEach(({ Properties }) => (Properties.ReservedConcurrentExecutions = executions));
  }
  writeFileSync(join(assemblyDir, TEMPLATE), JSON.stringify(template));
  const lambdaConcurrency = shared === undefined ? {} : { lambdaConcurrency: shared };
  const world = await startWorld({ assemblyDir, streamPollMs: 5, ...lambdaConcurrency });
  const calls = callsTo(world);
  const close = async () => {
    await world.close();
    rmSync(assemblyDir, { recursive: true });
  };
  return { world, calls, given: givenBy(calls), assemblyDir, close };
}
