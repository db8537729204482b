import { readFileSync } from 'node:fs';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { appOf, newAssemblyFolder } from './synthesise.ts';

interface ValidationReport {
  pluginReports: { summary: { pluginName: string; status: string }; violations: unknown[] }[];
}

const SENDER = { stage: 'prod', fromEmail: 'events@example.com' };

describe.each([
  ['dev', {}],
  ['prod', {}],
  ['prod', { mailSender: SENDER, mailOnPromotion: 'prod' }],
] as const)('AwsSolutions checks of %s with %j', (stage, more) => {
  it('find nothing that is not acknowledged with its reason', () => {
    const { app } = appOf(stage, more);
    expect(violationsIn(app)).toEqual([]);
  });
});

describe('AwsSolutions checks', () => {
  it('find a bucket without encryption in transit (the control of the test above)', () => {
    const app = new App({ outdir: newAssemblyFolder() });
    new Bucket(new Stack(app, 'Careless'), 'Bucket');
    expect(violationsIn(app)).not.toEqual([]);
  });
});

/** Synthesises with the checks; a finding is both reported and thrown. */
function violationsIn(app: App): unknown[] {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const failure = failureOf(() => app.synth());
  const report = JSON.parse(readFileSync(`${app.outdir}/validation-report.json`, 'utf8')) as ValidationReport;
  const violations = report.pluginReports.flatMap(({ violations: found }) => found);
  expect(failure === null).toBe(violations.length === 0);
  return violations;
}

function failureOf(synthesise: () => unknown): unknown {
  try {
    synthesise();
    return null;
  } catch (error) {
    return error;
  }
}
