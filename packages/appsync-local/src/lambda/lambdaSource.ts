import { randomUUID } from 'node:crypto';
import { AccessDenied, type Session } from '../iam/session.ts';
import type { DataSource, SourceAnswer } from '../source/types.ts';
import { THROTTLED, type LambdaFunction } from './lambdaFunction.ts';
import type { LambdaFailure } from './lambdaProcess.ts';

interface InvokeRequest {
  operation?: unknown;
  payload?: unknown;
  invocationType?: unknown;
}

/**
 * The Lambda data source: `Invoke` with the payload as the event. It waits for the answer, except with
 * `invocationType: "Event"` (docs/reference/appsync.md#lambda-data-source). Failures come as `Lambda:Unhandled` with
 * the function's message and the error's own name. `BatchInvoke` is refused by name. `session` is the data source's
 * role, which must permit the invocation.
 */
export function lambdaSource(lambda: LambdaFunction, session: Session): DataSource {
  return {
    async invoke(request) {
      const { operation, payload, invocationType = 'RequestResponse' } = (request ?? {}) as InvokeRequest;
      if (operation === undefined || operation === null) {
        return fault("Value for field '$[operation]' not found.");
      }
      if (operation !== 'Invoke') {
        return fault(`not emulated: Lambda operation '${String(operation)}'`);
      }
      const refusal = refusalOf(lambda, session);
      if (refusal !== undefined) {
        return refusal;
      }
      if (invocationType === 'Event') {
        void lambda.invoke(payload);
        return { result: null };
      }
      if (invocationType !== 'RequestResponse') {
        return fault(`Unsupported invocationType '${String(invocationType)}'.`);
      }
      const outcome = await lambda.invoke(payload);
      return 'payload' in outcome
        ? { result: JSON.parse(outcome.payload) as unknown }
        : { result: null, error: errorOf(outcome.error) };
    },
  };
}

/**
 * Lambda's refusal, worded and named like DynamoDB's, of which recordings exist (terraform-aws-appsync 7): nobody has
 * published one of Lambda's.
 */
function refusalOf(lambda: LambdaFunction, session: Session): SourceAnswer | undefined {
  try {
    session.require('lambda:InvokeFunction', lambda.arn);
    return undefined;
  } catch (error) {
    if (!(error instanceof AccessDenied)) {
      throw error;
    }
    return {
      result: null,
      error: {
        type: 'Lambda:LambdaException',
        message: `${error.message} (Service: Lambda, Status Code: 403, Request ID: ${randomUUID()})`,
      },
    };
  }
}

function errorOf({ errorType, errorMessage }: LambdaFailure) {
  if (errorType === THROTTLED) {
    return { message: errorMessage, type: `Lambda:${THROTTLED}` };
  }
  return { message: errorMessage, type: 'Lambda:Unhandled', unhandledErrorType: errorType };
}

function fault(message: string) {
  return { fault: { message, errorType: 'MappingTemplate' } };
}
