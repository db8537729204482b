import { readFileSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { templatesOf } from './synthesise.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8').replaceAll(/\s+/g, ' ');

/** Days, as the runbook promises them. */
const [, prod, dev] =
  /Logs are kept for (\d+) days in `prod` and for (\d+) in `dev`/.exec(read('docs/runbook.md')) ?? [];

describe.each([
  ['prod', Number(prod)],
  ['dev', Number(dev)],
] as const)('every log of %s', (stage, days) => {
  const templates = Object.values(templatesOf(stage));

  it(`is kept for the ${days} days that the runbook says`, () => {
    const groups = templates.flatMap((template) => Object.values(template.findResources('AWS::Logs::LogGroup')));
    expect(groups.length).toBeGreaterThanOrEqual(5);
    expect(groups.map(({ Properties }) => Properties.RetentionInDays as unknown)).toEqual(groups.map(() => days));
  });

  it('is in such a group: what AWS makes by itself is kept for ever', () => {
    for (const template of templates) {
      const groups = template.findResources('AWS::Logs::LogGroup');
      for (const { Properties } of Object.values(template.findResources('AWS::Lambda::Function'))) {
        expect(Object.keys(groups)).toContain(Properties.LoggingConfig?.LogGroup?.Ref);
      }
      for (const api of Object.keys(template.findResources('AWS::AppSync::GraphQLApi'))) {
        const names = Object.values(groups).map(({ Properties }) => JSON.stringify(Properties.LogGroupName ?? null));
        expect(names.filter((name) => name.includes('/aws/appsync/apis/') && name.includes(api))).toHaveLength(1);
      }
      template.resourcePropertiesCountIs('AWS::Lambda::Function', { LoggingConfig: Match.absent() }, 0);
      template.resourceCountIs('Custom::LogRetention', 0);
    }
  });
});

it('the guide to deploying says the same', () => {
  expect(read('docs/deploy.md')).toContain(`| logs | ${dev} days, DEBUG | ${prod} days, INFO |`);
});
