import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { inject } from 'vitest';
import { DataStack, type DataStackProps } from '../../infra/dataStack.ts';
import { addEventRegistration } from '../../infra/eventRegistration.ts';
import { settingsOf, type StageSettings } from '../../infra/stage.ts';

const { context } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')) as {
  context: Record<string, unknown>;
};

const assemblies = mkdtempSync(join(tmpdir(), 'assemblies-'));
process.once('exit', () => rmSync(assemblies, { recursive: true }));

/** An empty folder to synthesise into, removed at the end. */
export function newAssemblyFolder(): string {
  return mkdtempSync(`${assemblies}/`);
}

/** The app of one stage as `cdk synth` builds it, not yet synthesised; `more` as by its option `--context`. */
export function appOf(
  stage: StageSettings['stage'],
  more: object = {},
  nowEpochMs = Date.now(),
): { app: App } & ReturnType<typeof addEventRegistration> {
  const app = new App({
    context: { ...context, ...more, stage },
    analyticsReporting: false,
    outdir: newAssemblyFolder(),
  });
  return { app, ...addEventRegistration(app, settingsOf(stage), nowEpochMs) };
}

/** The Data stack of one stage alone, with these settings; much sooner made than the whole app. */
export function dataTemplate(stage: StageSettings['stage'], props: Partial<DataStackProps>): Template {
  const stack = new DataStack(new App({ analyticsReporting: false, outdir: newAssemblyFolder() }), 'Data', {
    settings: settingsOf(stage),
    mailSender: null,
    hasFormerPeople: false,
    ...props,
  });
  return Template.fromStack(stack);
}

/** Both templates of one stage, from the assembly of the run. */
export function templatesOf(stage: StageSettings['stage']): { data: Template; api: Template } {
  const assemblyDir = inject(stage === 'prod' ? 'prodAssemblyDir' : 'assemblyDir');
  const template = (stack: string) =>
    Template.fromString(readFileSync(join(assemblyDir, `EventRegistration-${stage}-${stack}.template.json`), 'utf8'));
  return { data: template('Data'), api: template('Api') };
}
