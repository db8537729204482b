import type { Item } from '../item/attributeValue.ts';
import { contentOf, jsonAnswer, type WireAnswer } from './answer.ts';

/**
 * Bodies of docs/reference/dynamodb.md#bodies-on-the-wire. Names of members matter to the letter: a wrong case is
 * dropped by the SDK.
 */
const NAMESPACE = 'com.amazonaws.dynamodb.v20120810#';

export type ReasonSpelling = 'ConditionalCheckFailed' | 'ConditionCheckFailed';

export interface Reason {
  Code: string;
  Item?: Item;
  Message?: string;
}

export const NO_REASON: Reason = { Code: 'None' };
export const CONFLICT: Reason = { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' };

/** `item` only if the request asked for it and there is one. */
export function conditionFailed(item: Item | null, spelling: ReasonSpelling): Reason {
  return { Code: spelling, ...(item === null ? {} : { Item: item }), Message: 'The conditional request failed' };
}

export function transactionCanceled(reasons: Reason[]): WireAnswer {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  const text = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return refusal('TransactionCanceledException', { CancellationReasons: reasons, Message: text });
}

export function transactionConflict(): WireAnswer {
  return refusal('TransactionConflictException', { message: 'Transaction is ongoing for the item' });
}

export function transactionInProgress(): WireAnswer {
  return refusal('TransactionInProgressException', {
    Message: 'The transaction with the given request token is already in progress.',
  });
}

/** A transaction that names an item twice, which DynamoDB refuses as a whole, and DynamoDB Local does not. */
export function itemNamedTwice(): WireAnswer {
  const message = 'Transaction request cannot include multiple operations on one item';
  return jsonAnswer(400, { __type: 'com.amazon.coral.validate#ValidationException', message });
}

export function internalServerError(): WireAnswer {
  return jsonAnswer(500, { __type: `${NAMESPACE}InternalServerError`, message: 'Internal server error' });
}

/** What a table or index can do no more: a `resource` is an ARN. */
export interface Throttle {
  billing: 'onDemand' | 'provisioned';
  resource: string;
  isIndex: boolean;
  isRead: boolean;
}

/** A request refused as a whole. */
export function throttled(throttle: Throttle): WireAnswer {
  const { billing, resource, isIndex, isRead } = throttle;
  const reasons = [
    { reason: `${isIndex ? 'Index' : 'Table'}${isRead ? 'Read' : 'Write'}KeyRangeThroughputExceeded`, resource },
  ];
  const message = throttleMessage(throttle);
  return billing === 'onDemand'
    ? jsonAnswer(400, {
        __type: 'com.amazon.coral.availability#ThrottlingException',
        message,
        throttlingReasons: reasons,
      })
    : refusal('ProvisionedThroughputExceededException', { message, ThrottlingReasons: reasons });
}

/** One action of a transaction refused. */
export function throttleReason(throttle: Throttle): Reason {
  return {
    Code: throttle.billing === 'onDemand' ? 'ThrottlingError' : 'ProvisionedThroughputExceeded',
    Message: throttleMessage(throttle),
  };
}

function throttleMessage({ billing, isIndex }: Throttle): string {
  if (billing === 'provisioned') {
    const what = isIndex ? 'one or more global secondary indexes of the table was' : 'the table was';
    return `The level of configured provisioned throughput for ${what} exceeded. Consider increasing your provisioning level with the UpdateTable API.`;
  }
  return isIndex
    ? 'Throughput exceeds the current capacity for one or more global secondary indexes. DynamoDB is automatically scaling your index so please try again shortly.'
    : 'Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or index so please try again shortly. If exceptions persist, check if you have a hot key: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html';
}

function refusal(name: string, content: object): WireAnswer {
  return jsonAnswer(400, { __type: `${NAMESPACE}${name}`, ...content });
}

/** The name of the exception that an answer is, without its namespace; null for success. */
export function failureOf(answer: WireAnswer): string | null {
  return answer.status === 200 ? null : (contentOf<{ __type?: string }>(answer).__type?.split('#').pop() ?? 'unknown');
}
