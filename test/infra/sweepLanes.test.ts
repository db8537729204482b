import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expiryOf } from '../../domain/lane/ticket.ts';
import { LIMITS } from '../../domain/limits.ts';
import { templatesOf } from './synthesise.ts';

const HOUR = 3600;

describe.each(['dev', 'prod'] as const)('SweepLanes of %s', (stage) => {
  const { api } = templatesOf(stage);
  const named = { Properties: { Environment: { Variables: { POWERTOOLS_SERVICE_NAME: 'sweepLanes' } } } };
  const [[id = '', { Properties: sweeper } = { Properties: {} }] = []] = Object.entries(
    api.findResources('AWS::Lambda::Function', named),
  );

  it('is started every six hours, on the table of the lanes', () => {
    api.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(6 hours)',
      State: 'ENABLED',
      Targets: [{ Arn: { 'Fn::GetAtt': [id, 'Arn'] } }],
    });
    const [laneTable] = Object.keys(api.findResources('AWS::DynamoDB::Table'));
    expect(sweeper.Environment.Variables.LANE_TABLE_NAME).toEqual({ Ref: laneTable });
  });

  it('keeps nothing for a day, though two runs in a row fail, as docs/design.md adds it up', () => {
    const rules = Object.values(api.findResources('AWS::Events::Rule')).map(({ Properties }) => Properties);
    const { ScheduleExpression: schedule } = rules.find(({ Targets }) => JSON.stringify(Targets).includes(id))!;
    const interval = Number(/^rate\((\d+) hours\)$/.exec(schedule as string)?.[1]) * HOUR;
    const seconds = [LIMITS.deadlineMs / 1000, expiryOf(0), interval, 2 * interval, Number(sweeper.Timeout)];
    const sum = seconds.reduce((one, other) => one + other, 0);
    expect(sum).toBeLessThan(24 * HOUR);
    const [, section = ''] = readFileSync('docs/design.md', 'utf8').split('### What the lanes keep');
    const written = [...section.matchAll(/\| +(?:\*\*)?(\d+\.\d\d)(?:\*\*)? +\|/g)].map(([, hours]) => hours);
    expect(written.slice(0, 6)).toEqual([...seconds, sum].map((value) => (value / HOUR).toFixed(2)));
  });
});
