import { ContextError } from '../context.ts';
import type { StageSettings } from '../stage.ts';

/**
 * Whether `formerPeople` of the CDK context names this stage (docs/deploy.md#people-from-before).
 * @param context names of stages, separated by blanks
 * @throws ContextError
 */
export function hasFormerPeople(context: unknown, { stage }: StageSettings): boolean {
  if (context === undefined) {
    return false;
  }
  const stages = typeof context === 'string' ? context.split(' ') : [];
  if (stages.length === 0 || stages.some((name) => name !== 'dev' && name !== 'prod')) {
    throw new ContextError('formerPeople', '"dev", "prod" or "dev prod"');
  }
  return stages.includes(stage);
}
