import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import type { SourceAnswer } from '../types.ts';

type SourceError = NonNullable<SourceAnswer['error']>;

/**
 * `ctx.error` for a failed call: 'DynamoDB:' and the exception's name; what DynamoDB's model does not name (validation,
 * access) is 'DynamoDB:DynamoDbException', the SDK's own failures 'DynamoDB:SdkClientException'. See
 * docs/reference/appsync.md#errors-of-dynamodb.
 */
export function describeFailure(failure: unknown): SourceError {
  if (!(failure instanceof DynamoDBServiceException)) {
    const message = failure instanceof Error ? failure.message || failure.name : String(failure);
    return { type: 'DynamoDB:SdkClientException', message: `Unable to execute HTTP request: ${message}` };
  }
  const modelled = failure.constructor !== DynamoDBServiceException;
  const name = modelled ? failure.name.replace(/(Exception)?$/, 'Exception') : 'DynamoDbException';
  const { httpStatusCode, requestId } = failure.$metadata;
  return {
    type: `DynamoDB:${name}`,
    message: `${failure.message} (Service: DynamoDb, Status Code: ${httpStatusCode}, Request ID: ${requestId ?? null})`,
  };
}

/** Recorded in amplify-js issue 4880. */
export const invalidPaginationToken: SourceError = {
  type: 'DynamoDB:UserIllegalArgumentException',
  message: 'com.amazonaws.deepdish.common.pagination.InvalidPaginationTokenException: Invalid pagination token given.',
};
