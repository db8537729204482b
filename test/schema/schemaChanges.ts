import {
  findBreakingChanges,
  isEnumType,
  isInputObjectType,
  isObjectType,
  valueFromASTUntyped,
  type DirectiveNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/** Called by nobody but the publisher, which is deployed together with the schema. */
const OF_PUBLISHER = /\b[Pp]ublish(Event|Waitlist|Registration)Change(Input)?\b/;

/** What AppSync lets somebody in by. */
const ACCESS = /^aws_(api_key|iam|oidc|lambda|cognito_user_pools)$/;

/** Until when something deprecated stays, in its `@deprecated(reason:)`. */
const UNTIL = /^Until (\d{4}-\d{2}-\d{2}): ./;

/**
 * What of a schema breaks a client that was made for another: what graphql-js finds, and access that is lost, which no
 * tool finds because only AppSync knows its directives. What was deprecated until a day before `today` may go.
 */
export function breakingChanges(released: GraphQLSchema, current: GraphQLSchema, today: string): string[] {
  const mayGo = [...deprecations(released)].flatMap(([coordinate, reason]) => {
    const [, until] = UNTIL.exec(reason) ?? [];
    return until !== undefined && until < today ? [coordinate] : [];
  });
  const broken = findBreakingChanges(released, current).map(({ description }) => description);
  return [...broken, ...lostAccess(released, current)].filter(
    (change) => !OF_PUBLISHER.test(change) && !mayGo.some((coordinate) => isRemoval(change, coordinate)),
  );
}

/** Every coordinate that one schema has and the other has not, without what belongs to a new type. */
export function additions(released: GraphQLSchema, current: GraphQLSchema): string[] {
  const before = new Set(coordinatesOf(released));
  const added = coordinatesOf(current).filter(
    (coordinate) => !before.has(coordinate) && !OF_PUBLISHER.test(coordinate),
  );
  return added.filter((coordinate) => !added.some((other) => isPartOf(coordinate, other)));
}

/** What is deprecated, by coordinate, with its reason. */
function deprecations(schema: GraphQLSchema): Map<string, string> {
  return new Map(
    ownTypes(schema)
      .flatMap(partsOf)
      .flatMap(([coordinate, { deprecationReason }]) =>
        typeof deprecationReason === 'string' ? [[coordinate, deprecationReason] as const] : [],
      ),
  );
}

type Part = [coordinate: string, part: { deprecationReason?: string | null }];

/** The values, or the fields and their arguments, of a type. */
function partsOf(type: GraphQLNamedType): Part[] {
  if (isObjectType(type)) {
    return Object.values(type.getFields()).flatMap((field): Part[] => [
      [`${type.name}.${field.name}`, field],
      ...field.args.map((argument): Part => [`${type.name}.${field.name}(${argument.name}:)`, argument]),
    ]);
  }
  const parts = isEnumType(type) ? type.getValues() : isInputObjectType(type) ? Object.values(type.getFields()) : [];
  return parts.map((part) => [`${type.name}.${part.name}`, part]);
}

/** Those that do not say until when they stay, and what to use. */
export function withoutDate(schema: GraphQLSchema): string[] {
  return [...deprecations(schema)].flatMap(([coordinate, reason]) => (UNTIL.test(reason) ? [] : [coordinate]));
}

function lostAccess(released: GraphQLSchema, current: GraphQLSchema): string[] {
  return ownTypes(released).flatMap((type) => {
    const now = current.getType(type.name);
    if (!isObjectType(type) || !isObjectType(now)) {
      return [];
    }
    return Object.values(type.getFields()).flatMap((field) => {
      const kept = now.getFields()[field.name];
      const had = accessOf(field, type.astNode?.directives);
      const has = kept === undefined ? had : accessOf(kept, now.astNode?.directives);
      return had
        .filter((one) => !has.includes(one) && !has.includes(one.replace(/:.*/, '')))
        .map((one) => `${type.name}.${field.name} is closed to ${one}.`);
    });
  });
}

/** Who may use a field: its own directives, else those of its type; with groups, one for each group. */
function accessOf(field: GraphQLField<unknown, unknown>, ofType: readonly DirectiveNode[] = []): string[] {
  const own = (field.astNode?.directives ?? []).filter(({ name }) => ACCESS.test(name.value));
  return (own.length > 0 ? own : ofType.filter(({ name }) => ACCESS.test(name.value))).flatMap((directive) => {
    const [groups] = directive.arguments ?? [];
    return groups === undefined
      ? [directive.name.value]
      : (valueFromASTUntyped(groups.value) as string[]).map((group) => `${directive.name.value}:${group}`);
  });
}

function coordinatesOf(schema: GraphQLSchema): string[] {
  return ownTypes(schema).flatMap((type) => {
    const { name } = type;
    if (isEnumType(type)) {
      return [name, ...type.getValues().map((value) => `${name}.${value.name}`)];
    }
    if (isInputObjectType(type)) {
      return [name, ...Object.keys(type.getFields()).map((field) => `${name}.${field}`)];
    }
    const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
    return [
      name,
      ...fields.flatMap((field) => [
        `${name}.${field.name}`,
        ...field.args.map((argument) => `${name}.${field.name}(${argument.name}:)`),
      ]),
    ];
  });
}

function isPartOf(coordinate: string, other: string): boolean {
  return coordinate.startsWith(`${other}.`) || coordinate.startsWith(`${other}(`);
}

/** Whether the change is that the field, the value or the argument at the coordinate is gone. */
function isRemoval(change: string, coordinate: string): boolean {
  const [, field, argument] = /^(.*)\((.*):\)$/.exec(coordinate) ?? [];
  if (field !== undefined) {
    return change === `${field} arg ${argument} was removed.`;
  }
  const [type, value] = coordinate.split('.');
  return change === `${coordinate} was removed.` || change === `${value} was removed from enum type ${type}.`;
}

function ownTypes(schema: GraphQLSchema) {
  return Object.values(schema.getTypeMap()).filter(
    ({ name, astNode }) => astNode !== undefined && !name.startsWith('__'),
  );
}
