import { parseCondition } from '../expression/condition.ts';
import { holds } from '../expression/evaluate.ts';
import { ExpressionError } from '../expression/tokens.ts';
import type { Item } from '../item/attributeValue.ts';
import { contentOf } from '../wire/answer.ts';
import type { RequestBody } from '../wire/answer.ts';
import { errorName } from '../wire/errors.ts';
import type { Backend } from './backend.ts';
import type { WriteAction } from './writeAction.ts';

/** invalid: DynamoDB accepts no such condition. */
export type Judgement = 'holds' | 'fails' | 'invalid';

/** Judges an action's condition on the item as it is. What the evaluator does not understand is asked of Local. */
export async function judge(backend: Backend, action: WriteAction, item: Item | null): Promise<Judgement> {
  const {
    ConditionExpression: expression,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  } = action.request;
  if (expression === undefined) return 'holds';
  try {
    return holds(parseCondition(expression, names, values), item) ? 'holds' : 'fails';
  } catch (error) {
    if (error instanceof ExpressionError) return judgeByLocal(backend, action);
    throw error;
  }
}

/** Asks by a transaction that only checks, with the placeholders that the condition uses. */
async function judgeByLocal(backend: Backend, { key, request }: WriteAction): Promise<Judgement> {
  const { TableName, ConditionExpression = '' } = request;
  const names = used(request.ExpressionAttributeNames, ConditionExpression);
  const values = used(request.ExpressionAttributeValues, ConditionExpression);
  const ConditionCheck = {
    TableName,
    Key: key,
    ConditionExpression,
    ...(names && { ExpressionAttributeNames: names }),
    ...(values && { ExpressionAttributeValues: values }),
  };
  const body: RequestBody = { TransactItems: [{ ConditionCheck }] };
  const answer = await backend.forward({ operation: 'TransactWriteItems', body, raw: Buffer.alloc(0) }, body);
  if (answer.status === 200) return 'holds';
  return errorName(contentOf(answer)) === 'TransactionCanceledException' ? 'fails' : 'invalid';
}

function used<T>(placeholders: Record<string, T> | undefined, expression: string): Record<string, T> | undefined {
  const mentioned = new Set(expression.match(/[#:][\w-]+/g));
  const entries = Object.entries(placeholders ?? {}).filter(([placeholder]) => mentioned.has(placeholder));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
