import type { GraphQLSchema } from 'graphql';
import { SchemaRefused } from '../graphql/buildSchema.ts';

/** The subscription fields that each mutation field feeds. */
export type MutationLinks = ReadonlyMap<string, readonly string[]>;

/**
 * Reads `@aws_subscribe(mutations: […])` of all subscription fields (docs/reference/appsync.md#what-subscribers-get).
 * Throws SchemaRefused for a mutation that does not exist, or whose type is another one than the subscription's
 * (nullability aside).
 */
export function readMutationLinks(schema: GraphQLSchema): MutationLinks {
  const links = new Map<string, string[]>();
  const mutations = schema.getMutationType()?.getFields() ?? {};
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    for (const name of mutationsOf(field.astNode?.directives ?? [])) {
      const mutation = mutations[name];
      if (mutation === undefined) {
        throw new SchemaRefused(`Subscription.${field.name} subscribes to the mutation ${name}, which does not exist.`);
      }
      if (bare(mutation.type) !== bare(field.type)) {
        throw new SchemaRefused(
          `Subscription.${field.name} answers ${String(field.type)}, but the mutation ${name} ${String(mutation.type)}.`,
        );
      }
      links.set(name, [...(links.get(name) ?? []), field.name]);
    }
  }
  return links;
}

type Directives = NonNullable<NonNullable<ReturnType<GraphQLSchema['getSubscriptionType']>>['astNode']>['directives'] &
  object;

function mutationsOf(directives: Directives): string[] {
  const value = directives
    .find(({ name }) => name.value === 'aws_subscribe')
    ?.arguments?.find(({ name }) => name.value === 'mutations')?.value;
  const values = value?.kind === 'ListValue' ? value.values : value === undefined ? [] : [value];
  return values.flatMap((one) => (one.kind === 'StringValue' ? [one.value] : []));
}

function bare(type: unknown): string {
  return String(type).replaceAll('!', '');
}
