import { readFileSync } from 'node:fs';
import {
  getNamedType,
  isLeafType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import { createFieldRules } from 'appsync-local/testing';
import { newEvent, newEventAttributes, type NewEvent } from '../../domain/event/createEvent.ts';
import { checkEventValues } from '../../domain/event/input.ts';
import { clearedAttributes, detailsActions, settledValues } from '../../domain/event/updateEvent.ts';
import { toRegistration } from '../../domain/registration/registration.ts';
import type { RegistrationItem } from '../../domain/item.ts';
import { STORY } from '../../tools/docs/capture/story.ts';
import { ACCESS, CALLERS } from '../access/accessTable.ts';
import { asCaller, isRole } from '../access/callers.ts';
import { NOT_ABOUT_ANYTHING, QUESTIONS } from '../access/questions.ts';
import { ROUTES, SUBSCRIPTIONS } from '../access/routes.ts';

const AT = '2031-05-01T18:00:00.000Z';
const ROOTS = ['Query', 'Mutation', 'Subscription'];

interface Coordinate {
  type: string;
  name: string;
  field: GraphQLField<unknown, unknown>;
}

/** Every field of every object type. */
function coordinatesOf(schema: GraphQLSchema): Coordinate[] {
  return Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) && !type.name.startsWith('__')
      ? Object.values(type.getFields()).map((field) => ({ type: type.name, name: field.name, field }))
      : [],
  );
}

const isForClients = ({ name }: Coordinate): boolean => !name.startsWith('publish');
const rootsOf = (schema: GraphQLSchema): Coordinate[] =>
  coordinatesOf(schema).filter(({ type }) => ROOTS.includes(type));

/**
 * The rows that the table of access lacks, as the directives of the schema let callers through: to be read before they
 * are pasted, for who is meant to see what only the table says.
 */
export function missingRows(schema: GraphQLSchema): string[] {
  const rules = createFieldRules(
    schema,
    [{ mode: 'AMAZON_COGNITO_USER_POOLS' }, { mode: 'AWS_IAM' }, { mode: 'API_KEY' }],
    { isForbidden: () => false },
  );
  return coordinatesOf(schema).flatMap(({ type, name }) => {
    const coordinate = `${type}.${name}`;
    if (ACCESS.has(coordinate)) {
      return [];
    }
    const verdicts = CALLERS.map((caller) => {
      const isLet = rules(asCaller(caller), type, name) && !(ROOTS.includes(type) && isRole(caller));
      return (isLet ? 'yes' : '-').padEnd(caller === 'publisher' ? 9 : 5);
    });
    return [`test/access/accessTable.ts: ${`${coordinate.padEnd(38)} ${verdicts.join(' ')}`.trim()}`];
  });
}

/** Rows of the table of access that the schema has no field for. */
export function strayRows(schema: GraphQLSchema): string[] {
  const known = coordinatesOf(schema).map(({ type, name }) => `${type}.${name}`);
  return [...ACCESS.keys()].filter((coordinate) => !known.includes(coordinate));
}

/** The routes and questions that the tests of access lack: they ask every field of Query, Mutation and Subscription. */
export function missingCalls(schema: GraphQLSchema): string[] {
  return rootsOf(schema).flatMap((root) => {
    const coordinate = `${root.type}.${root.name}`;
    const isRouted = ROUTES.some((route) => route.root === coordinate) || Object.hasOwn(SUBSCRIPTIONS, coordinate);
    const isAsked = Object.hasOwn(QUESTIONS, coordinate) || NOT_ABOUT_ANYTHING.includes(coordinate);
    const required = root.field.args.filter(isRequiredArgument).map(({ name }) => name);
    const args = required.map((name) => `${name}: \${text(${name})}`).join(', ');
    const given = required.length === 0 ? '()' : `({ ${required.join(', ')} })`;
    const call = `${root.name}${args === '' ? '' : `(${args})`}`;
    const keyword = root.type === 'Query' ? '' : `${root.type.toLowerCase()} `;
    return [
      ...(isRouted
        ? []
        : [`test/access/routes.ts, ROUTES: { name: 'it', root: '${coordinate}', args: ${given} => \`${args}\` },`]),
      ...(isAsked
        ? []
        : [`test/access/questions.ts, QUESTIONS: '${coordinate}': [${given} => \`${keyword}{ ${call} }\`],`]),
    ];
  });
}

/**
 * The operations for clients and the steps of the reference's story that are missing: the reference shows an example of
 * every field of Query, Mutation and Subscription.
 * @param operations name and root fields of each operation of client/operations
 */
export function missingOperations(
  schema: GraphQLSchema,
  operations: readonly { name: string; fields: readonly string[] }[],
): string[] {
  return rootsOf(schema)
    .filter(isForClients)
    .flatMap(({ type, name, field }) => {
      const named = operations.filter(({ fields }) => fields.includes(name));
      const wanted = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
      if (named.length === 0) {
        const required = field.args.filter(isRequiredArgument);
        const variables = required.map((argument) => `$${argument.name}: ${String(argument.type)}`).join(', ');
        const args = required.map((argument) => `${argument.name}: $${argument.name}`).join(', ');
        const [head, call] = [variables, args].map((list) => (list === '' ? '' : `(${list})`));
        return [
          `client/operations/*.graphql: ${type.toLowerCase()} ${wanted}${head} { ${name}${call} }`,
          `client/operations/examples.json, variables: "${wanted}": { … }`,
          `tools/docs/capture/story.ts, STORY: { operation: '${wanted}', as: 'alice' },`,
        ];
      }
      const isShown =
        type === 'Subscription' || STORY.some(({ operation }) => named.some((one) => one.name === operation));
      return isShown ? [] : [`tools/docs/capture/story.ts, STORY: { operation: '${wanted}', as: 'alice' },`];
    });
}

/** Fields of the shapes that are answered as a whole, which neither the shape has nor a resolver answers. */
export function unanswered(schema: GraphQLSchema, resolved: ReadonlySet<string>): string[] {
  const event = Object.keys(newEvent({ ...SAMPLE, ...given(schema) }, AT));
  const registration = Object.keys(toRegistration({} as RegistrationItem));
  const shapes = {
    Event: { has: [...event, 'serverTime'], where: 'domain/event/event.ts, Event and toEvent' },
    Registration: { has: registration, where: 'domain/registration/registration.ts, Registration and toRegistration' },
  };
  return coordinatesOf(schema).flatMap(({ type, name }) => {
    const shape = type === 'Event' || type === 'Registration' ? shapes[type] : undefined;
    const isAnswered = shape === undefined || shape.has.includes(name) || resolved.has(`${type}.${name}`);
    return isAnswered ? [] : [`${shape.where}: ${name} (or a file resolvers/<domain>/${type}.${name}.ts)`];
  });
}

const SAMPLE: NewEvent = {
  eventId: 'e',
  title: 'T',
  description: null,
  date: AT,
  location: null,
  capacity: 1,
  organizer: null,
  status: 'OPEN',
  waitlistEnabled: true,
};

interface Input {
  name: string;
  /** The scalar or enum. */
  of: string;
  value: unknown;
}

/** The fields of an input of events, each with a value that it takes. */
function inputsOf(schema: GraphQLSchema, type: string): Input[] {
  const input = schema.getType(type);
  const fields = input !== undefined && 'getFields' in input ? Object.values(input.getFields()) : [];
  return fields.flatMap((field) => {
    const named = getNamedType(field.type);
    const values: Record<string, unknown> = { AWSDateTime: AT, Int: 7, Float: 7, Boolean: true, EventStatus: 'OPEN' };
    return isLeafType(named) ? [{ name: field.name, of: named.name, value: values[named.name] ?? 'value' }] : [];
  });
}

const given = (schema: GraphQLSchema): object =>
  Object.fromEntries(inputsOf(schema, 'CreateEventInput').map(({ name, value }) => [name, value]));

/** What `createEvent` and `updateEvent` take and do not store, do not clear, or do not check. */
export function unstored(schema: GraphQLSchema): string[] {
  const created = newEvent({ ...SAMPLE, ...given(schema) }, AT) as unknown as Record<string, unknown>;
  const event = schema.getType('Event');
  const isNullable = (name: string): boolean =>
    isObjectType(event) && name !== 'organizer' && !isNonNullType(event.getFields()[name]?.type);
  const notCreated = inputsOf(schema, 'CreateEventInput').filter(({ name, value }) => created[name] !== value);
  const updates = inputsOf(schema, 'UpdateEventInput').filter(({ name }) => !['eventId', 'ifVersion'].includes(name));
  const touches = (patch: object): boolean =>
    Object.keys(settledValues(patch)).length + clearedAttributes(patch).length + detailsActions('e', patch, AT).length >
    0;
  const texts = inputsOf(schema, 'CreateEventInput').filter(({ of }) => of === 'String' || of === 'ID');
  return [
    ...notCreated.map(
      ({ name }) =>
        `domain/event/createEvent.ts, NewEvent and newEventAttributes: ${name} (shown by toEvent in domain/event/event.ts)`,
    ),
    ...updates
      .filter(({ name, value }) => !touches({ [name]: value }))
      .map(
        ({ name }) =>
          `domain/event/updateEvent.ts, settledValues: ...(typeof ${name} === 'string' ? { ${name} } : {}),`,
      ),
    ...updates
      .filter(({ name }) => isNullable(name) && !touches({ [name]: null }))
      .map(
        ({ name }) => `domain/event/updateEvent.ts, clearedAttributes: ...(patch.${name} === null ? ['${name}'] : []),`,
      ),
    ...texts
      .filter(({ name }) => checkEventValues({ [name]: '\n'.repeat(10_000) }) === null)
      .map(
        ({ name }) =>
          `domain/event/input.ts, checkEventValues: (typeof ${name} === 'string' ? checkLine('${name}', ${name}, LIMITS.${name}Length) : null) ??`,
      ),
  ];
}

/** Attributes that a new event may have and the rules of the audit do not read. */
export function unaudited(schema: GraphQLSchema): string[] {
  const rules = readFileSync('lambda/audit/rule/shape.ts', 'utf8');
  const stored = Object.keys(newEventAttributes({ ...SAMPLE, ...given(schema) }, AT));
  return stored
    .filter((name) => !new RegExp(`\\b${name}\\b`).test(rules) && name !== 'entityType')
    .map((name) => `lambda/audit/rule/shape.ts, attributes of ENTITY_TYPES.event: ${name}: optional(…),`);
}
