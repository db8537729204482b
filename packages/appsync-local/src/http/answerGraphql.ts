import type { Authenticate } from '../auth/authenticate.ts';
import type { AuthRequest } from '../auth/caller.ts';
import { CallRefused } from '../auth/refusal.ts';
import type { GraphqlPermissions } from '../graphql/graphqlPermissions.ts';
import type { ResolvedField } from '../graphql/fieldLog.ts';
import { executeOperation, type Executor } from '../graphql/executeOperation.ts';
import { DocumentRefused, prepareOperation, type DocumentLimits } from '../graphql/prepareOperation.ts';
import { announceMutation } from '../subscription/announceMutation.ts';
import type { SubscriptionHub } from '../subscription/subscriptionHub.ts';
import { readOperationRequest } from '../graphql/operationRequest.ts';

/** Everything that answering a GraphQL call needs. */
export interface ApiCore {
  authenticate: Authenticate;
  /** Throws CallRefused if the caller's role does not allow the operation. */
  permit: GraphqlPermissions['permit'];
  executor: Executor;
  limits: DocumentLimits;
  /** The subscriptions that mutations publish to. */
  hub: SubscriptionHub;
  /** Takes what the resolvers of a request did. */
  onResolved(requestId: string, resolved: readonly ResolvedField[]): void;
}

/** An answer before it is written to a socket. `body` is JSON text. */
export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/**
 * Answers a POST to /graphql: first who calls, then what (docs/reference/appsync.md#http-requests,
 * docs/reference/appsync.md#http-answers, docs/reference/appsync.md#calls-that-fail-before-execution,
 * docs/reference/appsync.md#refused-calls). Everything that reaches execution is answered with 200; other answers
 * repeat the exception's name in `x-amzn-errortype`.
 * @param requestId that of the answer's `x-amzn-requestid`
 */
export async function answerGraphql(
  { authenticate, permit, executor, limits, hub, onResolved }: ApiCore,
  request: AuthRequest,
  requestId: string,
): Promise<HttpAnswer> {
  try {
    const caller = await authenticate(request);
    const prepared = prepareOperation(executor.schema, limits, readOperationRequest(request.body));
    if ('errors' in prepared) {
      return answer(200, { data: null, errors: prepared.errors });
    }
    permit(caller, prepared);
    if (prepared.operation.operation === 'subscription') {
      throw new DocumentRefused(
        'Subscriptions are not served over HTTP: use the real-time WebSocket endpoint.',
        'BadRequestException',
      );
    }
    // Resolvers see every header but cookies (docs/reference/appsync.md#the-context), and the request's id among them.
    const { cookie: _, ...headers } = request.headers;
    const seen = { ...headers, 'x-amzn-requestid': requestId };
    const executed = await executeOperation(executor, prepared, caller, seen);
    const { result, responseHeaders, extensionCalls } = executed;
    onResolved(requestId, executed.resolved);
    announceMutation(hub, executor.schema, prepared, result.data, extensionCalls);
    return answer(200, result, { ...responseHeaders, 'x-amzn-appsync-tokensconsumed': '1' });
  } catch (error) {
    if (error instanceof CallRefused) {
      return failure(error.status, error.errorType, error.message);
    }
    if (error instanceof DocumentRefused) {
      return failure(400, error.errorType, error.message);
    }
    executor.onFault(error);
    return failure(500, 'InternalFailureException', 'An internal failure occurred.');
  }
}

/** An answer to a call that is refused as a whole. */
export function failure(status: number, errorType: string, message: string): HttpAnswer {
  return answer(status, { errors: [{ errorType, message }] }, { 'x-amzn-errortype': errorType });
}

function answer(status: number, body: unknown, headers: Record<string, string> = {}): HttpAnswer {
  return {
    status,
    headers: { ...headers, 'content-type': 'application/json;charset=UTF-8' },
    body: JSON.stringify(body),
  };
}
