import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { settingsOf } from '../../infra/stage.ts';
import type { DataSourceName } from '../../infra/wiring/resolverFile.ts';
import type { SettlingOperation, WaitingOperation } from '../../lambda/promoteFromWaitlist/payload.ts';
import { operationsUsed } from './actionsUsed.ts';
import { templatesOf } from './synthesise.ts';

/** What an account may run at a time unless it asks for more, and what must stay unreserved of it. */
const ACCOUNT = { concurrency: 1000, unreserved: 100 };

const WAITING: Record<WaitingOperation['operation'], true> = { registerForEvent: true, unregisterFromEvent: true };
const SETTLING: Record<SettlingOperation['operation'], true> = {
  admitFromWaitlist: true,
  updateEvent: true,
  getRegistration: true,
  fillSeats: true,
};

/** Reserved concurrency by `service`, of functions that have any. */
function reservedIn(stage: 'dev' | 'prod'): Record<string, number> {
  const functions = Object.values(templatesOf(stage).api.findResources('AWS::Lambda::Function'));
  return Object.fromEntries(
    functions
      .filter(({ Properties }) => Properties.ReservedConcurrentExecutions !== undefined)
      .map(({ Properties }) => [
        Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME,
        Properties.ReservedConcurrentExecutions,
      ]),
  );
}

/** The operations that steps on a data source ask of the function behind it. */
function askedOf(dataSource: DataSourceName): string[] {
  return [...new Set(operationsUsed(dataSource))].filter((name) => name !== 'Invoke').sort();
}

describe('reserved concurrency', () => {
  it('of prod is what its settings say, and leaves an account of the default limit what must stay unreserved', () => {
    const reserved = reservedIn('prod');
    expect(reserved).toEqual(settingsOf('prod').reservedConcurrency);
    const sum = Object.values(reserved).reduce((one, other) => one + other, 0);
    expect(sum).toBeLessThanOrEqual(ACCOUNT.concurrency - ACCOUNT.unreserved);
    expect(Object.keys(reserved).sort()).toEqual([
      'cascade',
      'eraseUsers',
      'promoteFromWaitlist',
      'publishChanges',
      'settle',
    ]);
  });

  it('is apart for telling and for erasing, which waits: neither has to do with the other’s function', () => {
    const functions = Object.entries(templatesOf('prod').api.findResources('AWS::Lambda::Function'));
    const idOf = (service: string) =>
      functions.find(([, { Properties }]) => Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME === service)![0];
    const [telling, erasing] = [idOf('cascade'), idOf('eraseUsers')];
    expect(telling).not.toBe(erasing);
    const policies = Object.values(templatesOf('prod').api.findResources('AWS::IAM::Policy'));
    const goingOn = policies.map(({ Properties }) => JSON.stringify(Properties.PolicyDocument.Statement));
    for (const [own, other] of [
      [telling, erasing],
      [erasing, telling],
    ]) {
      const ofOwn = goingOn.filter((statement) => statement.includes(`"${own}"`));
      expect(ofOwn).toHaveLength(1);
      expect(ofOwn[0]).not.toContain(`"${other}"`);
    }
  });

  it('of dev is none, so that it can be deployed into an account with a small limit', () => {
    expect(reservedIn('dev')).toEqual({});
  });

  it('is written in docs/deploy.md and the bench as it is', () => {
    const text = readFileSync('docs/deploy.md', 'utf8').replaceAll(/ +/g, ' ');
    const bench = readFileSync('packages/bench/src/rush/concurrency.ts', 'utf8');
    const { promoteFromWaitlist: waiters } = settingsOf('prod').reservedConcurrency;
    expect(bench).toContain(`export const LAMBDA_CONCURRENCY = ${waiters};`);
    for (const [name, number] of Object.entries(settingsOf('prod').reservedConcurrency)) {
      expect(text).toContain(`| \`${name}\` | ${number} |`);
    }
  });
});

describe('a step of a resolver', () => {
  it('on PromoteFromWaitlist asks only for what a crowd waits for', () => {
    expect(askedOf('PromoteFromWaitlist')).toEqual(Object.keys(WAITING).sort());
  });

  it('on Settle asks only for organizers’ changes: healing the stream asks for, positions only an older release', () => {
    const { fillSeats, getRegistration, ...ofResolvers } = SETTLING;
    expect(askedOf('Settle')).toEqual(Object.keys(ofResolvers));
    expect([fillSeats, getRegistration]).toEqual([true, true]);
  });

  it('on a Lambda belongs to a mutation, whose fields run one after another: a request holds one Lambda at most', () => {
    const resolvers = Object.values(templatesOf('prod').api.findResources('AWS::AppSync::Resolver'));
    const stepsOnLambdas = Object.entries(templatesOf('prod').api.findResources('AWS::AppSync::FunctionConfiguration'))
      .filter(([, { Properties }]) => /PromoteFromWaitlist|Settle/.test(JSON.stringify(Properties.DataSourceName)))
      .map(([id]) => id);
    const types = resolvers
      .filter(({ Properties }) => {
        const text = JSON.stringify([Properties.DataSourceName, Properties.PipelineConfig]);
        return /PromoteFromWaitlist|Settle/.test(text) || stepsOnLambdas.some((id) => text.includes(`"${id}"`));
      })
      .map(({ Properties }) => `${Properties.TypeName}.${Properties.FieldName}`);
    expect(types.sort()).toEqual([
      'Mutation.admitFromWaitlist',
      'Mutation.registerForEvent',
      'Mutation.unregisterFromEvent',
      'Mutation.updateEvent',
    ]);
  });
});
