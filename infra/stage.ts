import { FieldLogLevel, IntrospectionConfig } from 'aws-cdk-lib/aws-appsync';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** The functions, by the `service` under which each logs and counts. */
export type FunctionName =
  | 'promoteFromWaitlist'
  | 'settle'
  | 'publishChanges'
  | 'cascade'
  | 'eraseUsers'
  | 'sweepLanes'
  | 'audit'
  | 'mailOnPromotion';

/** What differs between stages; everything else is the same everywhere. */
export interface StageSettings {
  stage: 'dev' | 'prod';
  /**
   * Table and user pool are protected against deletion and survive their stack; neither stack can be deleted by
   * accident.
   */
  keepData: boolean;
  /** There are a dashboard, alarms and metrics of single fields, all of which cost by the month. */
  isWatched: boolean;
  /** Firewalls stand before the API and before the user pool; they cost by the month. */
  hasFirewall: boolean;
  logRetention: RetentionDays;
  fieldLogLevel: FieldLogLevel;
  /** Level of the Lambda's structured logs, as Powertools names it. */
  lambdaLogLevel: 'DEBUG' | 'INFO' | 'WARN';
  introspection: IntrospectionConfig;
  /** Days of a new API key, from the first of the month; AppSync allows at most 365 from now. */
  apiKeyDays: number;
  lambdaMemoryMb: number;
  /**
   * Invocations at a time that are kept free for a function, and are the most that it gets. An account must keep 100
   * for all others, or the deployment fails (docs/deploy.md#concurrency). Functions not named share what is left.
   */
  reservedConcurrency: Partial<Record<FunctionName, number>>;
}

const STAGES: Record<StageSettings['stage'], StageSettings> = {
  dev: {
    stage: 'dev',
    keepData: false,
    isWatched: false,
    hasFirewall: false,
    logRetention: RetentionDays.ONE_WEEK,
    fieldLogLevel: FieldLogLevel.ERROR,
    lambdaLogLevel: 'DEBUG',
    introspection: IntrospectionConfig.ENABLED,
    apiKeyDays: 90,
    lambdaMemoryMb: 512,
    reservedConcurrency: {},
  },
  prod: {
    stage: 'prod',
    keepData: true,
    isWatched: true,
    hasFirewall: true,
    logRetention: RetentionDays.SIX_MONTHS,
    fieldLogLevel: FieldLogLevel.ERROR,
    lambdaLogLevel: 'INFO',
    introspection: IntrospectionConfig.DISABLED,
    apiKeyDays: 365,
    lambdaMemoryMb: 1024,
    reservedConcurrency: { promoteFromWaitlist: 800, settle: 50, publishChanges: 20, cascade: 10, eraseUsers: 10 },
  },
};

/** The context asks for a stage that does not exist. */
export class UnknownStageError extends Error {
  override readonly name = 'UnknownStageError';

  constructor(stage: unknown) {
    super(`There is no stage ${JSON.stringify(stage)}; choose one of ${Object.keys(STAGES).join(', ')}.`);
  }
}

/**
 * The settings of the stage named in the CDK context.
 * @throws UnknownStageError naming the stages that exist
 */
export function settingsOf(stage: unknown): StageSettings {
  if (stage === 'dev' || stage === 'prod') {
    return STAGES[stage];
  }
  throw new UnknownStageError(stage);
}
