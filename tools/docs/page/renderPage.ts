import { format, resolveConfig } from 'prettier';
import type { ErrorType } from '../../../domain/error.ts';
import type { Example } from '../capture/playStory.ts';
import type { CallerKind } from '../capture/probeCallers.ts';
import { ERROR_TYPES } from '../errorMeanings.ts';
import type { FieldDocs, SchemaDocs } from '../schema/readSchema.ts';
import { callerTable } from './callerTable.ts';
import { errorSections } from './errorSection.ts';
import { CALLING, limitsSection, type ApiLimits } from './intro.ts';
import { anchorOf } from './links.ts';
import { operationSection } from './operationSection.ts';
import { typeSection } from './typeSection.ts';

const PAGE = 'docs/api.md';

/** Everything that the page is made of. */
export interface Facts {
  schema: SchemaDocs;
  /** By name of the operation. */
  examples: Record<string, Example>;
  refusals: Partial<Record<ErrorType, unknown>>;
  /** Who may call each field. */
  allowed: Record<string, CallerKind[]>;
  limits: ApiLimits;
}

/** docs/api.md, as Prettier leaves it. */
export async function renderPage({ schema, examples, refusals, allowed, limits }: Facts): Promise<string> {
  const { Query, Mutation, Subscription } = schema.operations;
  const section = (field: FieldDocs) =>
    operationSection(
      field,
      Object.entries(examples).filter(([, { query }]) => fieldOf(query) === field.name),
    );
  const contents = (title: string, names: string[]) =>
    `- [${title}](${anchorOf(title)}): ${names.map((name) => `[${name}](${anchorOf(name)})`).join(' · ')}`;
  const operations = [...Query, ...Mutation, ...Subscription];
  const namesOf = (fields: { name: string }[]) => fields.map(({ name }) => name);
  const sections = [
    '# API reference',
    'Written by `npm run docs` from [schema.graphql](../schema.graphql) and from what the local server answered; do not edit.',
    'A first walk through the API is the [guide](guide.md).',
    [
      '- [Calling the API](#calling-the-api) · [Who may call what](#who-may-call-what) · [Limits](#limits)',
      contents('Queries', namesOf(Query)),
      contents('Mutations', namesOf(Mutation)),
      contents('Subscriptions', namesOf(Subscription)),
      contents('Types', namesOf(schema.types)),
      contents('Errors', ERROR_TYPES),
    ].join('\n'),
    CALLING,
    '## Who may call what',
    'Found out by calling: `userId` is the user’s, the event is the organizer’s, otherwise the columns say who it is.',
    callerTable(allowed),
    limitsSection(limits),
    '## Queries',
    ...Query.map(section),
    '## Mutations',
    ...Mutation.map(section),
    '## Subscriptions',
    'Delivery is best effort. Subscribe first, then fetch, then apply only what is newer; after a lost connection, fetch again. Who may subscribe is judged once: a subscription goes on until its connection ends, 24 hours at most, also after the token has expired, or the person has left the group that allowed it.',
    ...Subscription.map(section),
    '## Types',
    '`!` means never null, `[…]` a list. Anything may be null where a field failed.',
    ...schema.types.map(typeSection),
    '## Errors',
    'The closed list; switch on `errorType`. Only `Busy` is worth a second try as it is: `errorInfo.retryable` says so.',
    'A call of more than 30 s is given up by AppSync, not by the API: `errorType` `ExecutionTimeout`, "Execution timed out.", without `errorInfo`. It is `Busy` with outcome `UNKNOWN` in all but name, and the client package reads it so.',
    errorSections(refusals, operations),
  ];
  const options = await resolveConfig(PAGE);
  return format(sections.join('\n\n'), { ...options, filepath: PAGE });
}

/** The field that an operation calls first. */
function fieldOf(query: string): string | undefined {
  return /\{\s*(\w+)/.exec(query)?.[1];
}
