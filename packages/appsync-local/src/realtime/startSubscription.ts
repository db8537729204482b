import type { GraphQLFieldResolver } from 'graphql';
import type { AuthRequest } from '../auth/caller.ts';
import { CallRefused } from '../auth/refusal.ts';
import { executeOperation } from '../graphql/executeOperation.ts';
import { DocumentRefused, prepareOperation } from '../graphql/prepareOperation.ts';
import { propertyOf } from '../graphql/resolveField.ts';
import type { RequestContext } from '../graphql/requestContext.ts';
import type { ApiCore } from '../http/answerGraphql.ts';
import { readOperationRequest } from '../graphql/operationRequest.ts';
import type { ExtensionCall } from '../resolver/types.ts';
import { selectionOf } from '../subscription/deliveredPayload.ts';
import { readEnhancedFilter } from '../subscription/filter/enhancedFilter.ts';
import { FilterRefused } from '../subscription/filter/filterRefused.ts';
import { argumentFilter, type PayloadFilter } from '../subscription/filter/payloadFilter.ts';
import { unsupported, type RealtimeError } from './messages.ts';
import type { Subscription } from '../subscription/subscriptionHub.ts';

/** A subscription that may begin, with the object that its resolver answered as the first event, or null. */
export interface Started {
  subscription: Omit<Subscription, 'deliver' | 'invalidate'>;
  initial: Record<string, unknown> | null;
}

/**
 * Begins a subscription (docs/reference/appsync.md#subscribing, docs/reference/appsync.md#messages). `request` is what
 * the start's own authorization stands for: a POST of the start's `data` to /graphql. The field's directives are
 * checked and its resolver runs once. Answers the errors for the client where something is refused.
 */
export async function startSubscription(
  core: ApiCore,
  request: AuthRequest,
): Promise<Started | { errors: RealtimeError[] }> {
  try {
    const caller = await core.authenticate(request);
    const prepared = prepareOperation(core.executor.schema, core.limits, readOperationRequest(request.body));
    if ('errors' in prepared) {
      return {
        errors: prepared.errors.map(({ errorType, message }) => ({ ...(errorType ? { errorType } : {}), message })),
      };
    }
    core.permit(caller, prepared);
    if (prepared.operation.operation !== 'subscription') {
      return { errors: [unsupported(prepared.operation.operation)] };
    }
    const root = observeRoot(core.executor.resolveField);
    const executor = { ...core.executor, resolveField: root.resolveField };
    const { result, extensionCalls } = await executeOperation(executor, prepared, caller, request.headers);
    const { answer } = root;
    if (answer === undefined) {
      const raised = (result.errors ?? []).map(({ errorType, message }) => ({
        ...(errorType ? { errorType } : {}),
        message,
      }));
      // Without an error there was nothing to listen to: @skip or @include left the field out.
      return { errors: raised.length > 0 ? raised : [unsupported('subscription without a field')] };
    }
    const { args, fieldName, alias, value } = answer;
    if (alias !== undefined) {
      core.hub.dropped(`${fieldName}: AppSync delivers nothing under an alias (${alias}) of a subscription's field`);
    }
    const passes = filterOf(extensionCalls, 'setSubscriptionFilter') ?? argumentFilter(args);
    const invalidatedBy = filterOf(extensionCalls, 'setSubscriptionInvalidationFilter');
    return {
      subscription: {
        fieldName,
        selection: selectionOf(prepared, caller),
        passes: alias === undefined ? passes : () => false,
        ...(invalidatedBy === undefined ? {} : { invalidatedBy }),
      },
      initial:
        alias === undefined && typeof value === 'object' && value !== null && !Array.isArray(value)
          ? (value as Record<string, unknown>)
          : null,
    };
  } catch (error) {
    if (error instanceof CallRefused || error instanceof DocumentRefused) {
      return { errors: [{ errorType: error.errorType, message: error.message }] };
    }
    if (error instanceof FilterRefused) {
      return { errors: [{ message: error.message, errorCode: 400 }] };
    }
    core.executor.onFault(error);
    return { errors: [{ errorType: 'InternalFailureException', message: 'An internal failure occurred.' }] };
  }
}

/** The filter that the resolver set last, if it set any. */
function filterOf(calls: readonly ExtensionCall[], name: ExtensionCall['name']): PayloadFilter | undefined {
  const call = calls.findLast((one) => one.name === name);
  return call === undefined ? undefined : readEnhancedFilter(call.argument);
}

interface RootAnswer {
  fieldName: string;
  /** Set where the client gave the field another name. */
  alias: string | undefined;
  args: Record<string, unknown>;
  value: unknown;
}

/**
 * Notes what the root field answers. Nothing below it is resolved here: an object is shown later, as an event, and null
 * is no error even where the schema forbids it.
 */
function observeRoot(resolveField: GraphQLFieldResolver<unknown, RequestContext>) {
  const root: { answer?: RootAnswer; resolveField: GraphQLFieldResolver<unknown, RequestContext> } = {
    resolveField: async (source, args, context, info) => {
      if (info.path.prev !== undefined) {
        return propertyOf(source, info.fieldName);
      }
      const { fieldName, path } = info;
      const alias = path.key === fieldName ? undefined : String(path.key);
      root.answer = { fieldName, alias, args, value: await resolveField(source, args, context, info) };
      return null;
    },
  };
  return root;
}
