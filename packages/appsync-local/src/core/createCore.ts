import type { Blueprint } from '../assembly/blueprint.ts';
import { createAuthenticator } from '../auth/authenticate.ts';
import { createFieldRules } from '../graphql/fieldRules.ts';
import type { LocalSecrets } from '../auth/localSecrets.ts';
import type { SigningKey } from '../auth/signingKey.ts';
import type { AccessKey } from '../auth/accessKey.ts';
import { createSources } from './createSources.ts';
import { buildSchema } from '../graphql/buildSchema.ts';
import type { ResponseError } from '../graphql/responseError.ts';
import { loadResolvers } from '../graphql/loadResolvers.ts';
import { createFieldResolver } from '../graphql/resolveField.ts';
import type { ApiCore } from '../http/answerGraphql.ts';
import { createGraphqlPermissions } from '../graphql/graphqlPermissions.ts';
import type { AssumeRole } from '../iam/session.ts';
import type { LambdaFunction } from '../lambda/lambdaFunction.ts';
import { readMutationLinks } from '../subscription/mutationLinks.ts';
import { SubscriptionHub } from '../subscription/subscriptionHub.ts';

/** What the core gets besides the blueprint. */
export interface CoreSettings extends Pick<ApiCore, 'onResolved'> {
  dynamoDbEndpoint: string;
  secrets: LocalSecrets;
  /** Whose signatures are accepted. */
  accessKeys: readonly AccessKey[];
  assumeRole: AssumeRole;
  signingKey: SigningKey;
  /** Functions by ARN. */
  functions: Map<string, LambdaFunction>;
  requestTimeoutMs: number;
  /** Takes what the log of fields in error keeps of an answer, if the API is told to keep it. */
  onErrors(errors: readonly ResponseError[], requestId: string): void;
  /** Takes what resolvers log; `fault` is what the last line says, if that is a fault of their code. */
  onLog(coordinate: string, lines: string[], fault?: string): void;
  /** Takes a line about an event that a subscriber does not get. */
  onDropped(line: string): void;
  onFault(error: unknown): void;
}

const MAX_RESOLVERS_OF_SERVICE = 10_000;

/** Puts the parts of the API together. Throws SchemaRefused, BadCode or AssemblyError when the blueprint cannot run. */
export function createCore(blueprint: Blueprint, settings: CoreSettings): ApiCore {
  const { api } = blueprint;
  const schema = buildSchema(api.sdl);
  const sources = createSources(
    blueprint,
    settings.functions,
    settings.assumeRole,
    settings.dynamoDbEndpoint,
    settings.secrets,
  );
  const permissions = createGraphqlPermissions(api);
  const isAllowed = createFieldRules(schema, api.providers, permissions);
  const { onDropped, onFault } = settings;
  const resolveField = createFieldResolver({
    resolvers: loadResolvers(api, schema, sources),
    environment: api.environment,
    isAllowed,
    resolverCountLimit: api.resolverCountLimit === 0 ? MAX_RESOLVERS_OF_SERVICE : api.resolverCountLimit,
    onLog: settings.onLog,
  });
  return {
    authenticate: createAuthenticator(api, settings.accessKeys, settings.signingKey),
    permit: permissions.permit,
    onResolved: settings.onResolved,
    executor: {
      schema,
      resolveField,
      onFault,
      onErrors: api.logsErrors ? settings.onErrors : () => undefined,
      timeoutMs: settings.requestTimeoutMs,
    },
    limits: { introspection: api.introspection, queryDepthLimit: api.queryDepthLimit },
    hub: new SubscriptionHub({ schema, links: readMutationLinks(schema), isAllowed, onDropped, onFault }),
  };
}
