import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { Construct } from 'constructs';
import { ContextError } from '../context.ts';

/** Dollars a month, if the context names none. */
const DEFAULT_USD = 100;

/**
 * A monthly budget of the whole account, if `budgetEmail` of the CDK context says who is to be told: at 80 % of what is
 * spent, and as soon as more than all of it is forecast. `budgetUsd` is the sum. It tells, and stops nothing.
 * It has no name of its own: another address means a new budget, which is made before the old one goes.
 * @throws ContextError
 */
export function addBudget(scope: Construct): CfnBudget | null {
  const email: unknown = scope.node.tryGetContext('budgetEmail');
  const usd: unknown = scope.node.tryGetContext('budgetUsd');
  if (email === undefined && usd === undefined) {
    return null;
  }
  const amount = Number(usd ?? DEFAULT_USD);
  if (typeof email !== 'string' || !/^[^@\s]+@[^@\s]+$/.test(email) || !Number.isFinite(amount) || amount <= 0) {
    throw new ContextError('budgetEmail and budgetUsd', 'an e-mail address, and a number of dollars above 0');
  }
  const subscribers = [{ subscriptionType: 'EMAIL', address: email }];
  const told = (
    notificationType: 'ACTUAL' | 'FORECASTED',
    threshold: number,
  ): CfnBudget.NotificationWithSubscribersProperty => ({
    notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold, thresholdType: 'PERCENTAGE' },
    subscribers,
  });
  return new CfnBudget(scope, 'Budget', {
    budget: {
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      budgetLimit: { amount, unit: 'USD' },
    },
    notificationsWithSubscribers: [told('ACTUAL', 80), told('FORECASTED', 100)],
  });
}
