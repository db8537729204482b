import type { Item } from '../item/attributeValue.ts';

/** An HTTP answer to a request of the DynamoDB protocol. */
export interface WireAnswer {
  status: number;
  body: string | Buffer;
  headers: Record<string, string>;
}

/** A request of the DynamoDB protocol. */
export interface Call {
  /** As in `x-amz-target`, without the version. */
  operation: string;
  body: RequestBody;
  /** The text that came in, if the request came as one. */
  raw?: Buffer;
}

/** Members of all requests that the model reads. Wrong requests may look different: Local then says so. */
export interface RequestBody {
  TableName?: string;
  IndexName?: string;
  Key?: Item;
  Item?: Item;
  ConsistentRead?: boolean;
  Select?: string;
  Limit?: number;
  ScanIndexForward?: boolean;
  ExclusiveStartKey?: Item;
  KeyConditionExpression?: string;
  FilterExpression?: string;
  ProjectionExpression?: string;
  AttributesToGet?: string[];
  ConditionExpression?: string;
  UpdateExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Item;
  ReturnConsumedCapacity?: string;
  ReturnValuesOnConditionCheckFailure?: string;
  ClientRequestToken?: string;
  TransactItems?: Record<string, RequestBody>[];
  RequestItems?: Record<string, unknown>;
}

/** A JSON answer of the proxy's own. */
export function jsonAnswer(status: number, content: object): WireAnswer {
  return {
    status,
    body: JSON.stringify(content),
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': requestId() },
  };
}

/**
 * Local's answer with another body; its checksum no longer fits and is dropped
 * (docs/reference/dynamodb.md#bodies-on-the-wire).
 */
export function withContent(answer: WireAnswer, content: object): WireAnswer {
  const headers = { ...answer.headers };
  delete headers['x-amz-crc32'];
  return { ...answer, headers, body: JSON.stringify(content) };
}

/** What is in an answer. */
export function contentOf<T>(answer: WireAnswer): T {
  return JSON.parse(answer.body.toString()) as T;
}

let requests = 0;

/** 52 characters, as the service's are; it identifies nothing, but differs. */
function requestId(): string {
  return (requests += 1).toString(36).toUpperCase().padStart(52, 'F');
}
