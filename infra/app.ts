/** Entry of the CDK app: `npx cdk synth` (dev) or `npx cdk synth --context stage=prod`; needs no AWS account. */
import { App } from 'aws-cdk-lib';
import { GraphQLError } from 'graphql';
import { RestoredTableError } from './data/restoredTable.ts';
import { addEventRegistration } from './eventRegistration.ts';
import { BudgetError } from './operation/budget.ts';
import { settingsOf, UnknownStageError } from './stage.ts';
import { WiringError } from './wiring/wiringError.ts';

try {
  const app = new App();
  addEventRegistration(app, settingsOf(app.node.tryGetContext('stage')), Date.now());
  app.synth();
} catch (error) {
  if (!isMistakeInSources(error)) {
    throw error;
  }
  console.error(String(error));
  process.exitCode = 1;
}

/**
 * A mistake that its message explains, without a stack: in the context, the schema, the resolver files or what esbuild
 * compiles.
 */
function isMistakeInSources(error: unknown): boolean {
  const isBuildFailure = error instanceof Error && 'errors' in error && 'warnings' in error;
  return (
    isBuildFailure ||
    [UnknownStageError, RestoredTableError, BudgetError, GraphQLError, WiringError].some(
      (kind) => error instanceof kind,
    )
  );
}
