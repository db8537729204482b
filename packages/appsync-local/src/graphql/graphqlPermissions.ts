import { Kind, type SelectionSetNode } from 'graphql';
import type { ApiBlueprint } from '../assembly/blueprint.ts';
import type { Caller } from '../auth/caller.ts';
import { CallRefused } from '../auth/refusal.ts';
import type { PreparedOperation } from './prepareOperation.ts';
import { AccessDenied } from '../iam/session.ts';

const ACTION = 'appsync:GraphQL';
const ROOT_TYPES = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' } as const;

/** What a caller's role says about the API's fields; callers without a role of the template are not restricted. */
export interface GraphqlPermissions {
  /**
   * Throws CallRefused unless the role allows every root field of the operation (docs/reference/appsync.md#directives;
   * "Permission denied" as recorded in amplify-cli 4343).
   */
  permit(caller: Caller, prepared: PreparedOperation): void;
  /** Whether the role forbids a field outright; below the root no grant is needed. */
  isForbidden(caller: Caller, typeName: string, fieldName: string): boolean;
}

/** `appsync:GraphQL` on the fields of an API. */
export function createGraphqlPermissions({ region, accountId, apiId }: ApiBlueprint): GraphqlPermissions {
  const arnOf = (typeName: string, fieldName: string) =>
    `arn:aws:appsync:${region}:${accountId}:apis/${apiId}/types/${typeName}/fields/${fieldName}`;
  return {
    permit({ session }, prepared) {
      if (session === undefined) {
        return;
      }
      try {
        for (const field of rootFields(prepared)) {
          session.require(ACTION, arnOf(ROOT_TYPES[prepared.operation.operation], field));
        }
      } catch (error) {
        if (error instanceof AccessDenied) {
          throw new CallRefused('Permission denied');
        }
        throw error;
      }
    },
    isForbidden: ({ session }, typeName, fieldName) =>
      session !== undefined && session.isForbidden(ACTION, arnOf(typeName, fieldName)),
  };
}

/** The schema names of the root fields, through fragments, whether or not directives skip them. */
function rootFields({ document, operation }: PreparedOperation): Set<string> {
  const names = new Set<string>();
  const visited = new Set<string>();
  const fragments = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one.selectionSet]] : [],
    ),
  );
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const node of selections) {
      if (node.kind === Kind.FIELD) {
        names.add(node.name.value);
      }
      if (node.kind === Kind.INLINE_FRAGMENT) {
        collect(node.selectionSet);
      }
      if (node.kind !== Kind.FRAGMENT_SPREAD || visited.has(node.name.value)) {
        continue;
      }
      visited.add(node.name.value);
      collect(fragments.get(node.name.value)!);
    }
  };
  collect(operation.selectionSet);
  return names;
}
