import { LIMITS } from '../../../domain/limits.ts';

/** What the API refuses to execute; from the template. */
export interface ApiLimits {
  queryDepthLimit: number;
  resolverCountLimit: number;
}

/** What every call has in common. */
export const CALLING = `## Calling the API

Send a \`POST\` with JSON \`{"query": "…", "variables": {…}}\` to the endpoint: \`http://localhost:4000/graphql\` after \`npm start\`,
the output \`ApiUrl\` of a deployment. Subscriptions go over a WebSocket that [client libraries](../client/README.md#connecting) know how to open.

| who you are | header | locally |
|---|---|---|
| anyone, reading events | \`x-api-key: da2-…\` | \`npm start\` prints it |
| a signed-in user | \`Authorization: <token>\`, of the user pool, without \`Bearer\` | \`npm run -s token -- alice --group organizers\` prints one |
| a backend | an AWS signature (SigV4, service \`appsync\`) | \`npm start\` prints a key pair |

Answers have status 200 once the request is understood: \`data\` with null where a field failed, and \`errors\` that say why. A field's error has
an \`errorType\` of the [list below](#errors), a message for people, \`errorInfo\` for code, and the \`path\` of the field. What does not fit the
schema (a missing variable, a wrong enum value, a date without offset) has a message and no \`errorType\`. A call from nobody in particular gets
status 401 and \`UnauthorizedException\`, a throttled one 429, and one that the firewall turns away 403.

Timestamps come in UTC with milliseconds and may be sent with any offset. Lists come in pages: while \`nextToken\` is not null, ask again with it
and the same arguments.`;

/** What is too long, too many or too deep. */
export function limitsSection({ queryDepthLimit, resolverCountLimit }: ApiLimits): string {
  const number = (value: number) => value.toLocaleString('en-US');
  const rows = [
    ['ids (`userId`, `eventId`, `clientRequestId`)', `1 to ${LIMITS.idLength} characters of A-Z a-z 0-9 . _ @ + -`],
    ['`name` · `title`', `one line of 1 to ${LIMITS.nameLength} · 1 to ${LIMITS.titleLength} characters, not blank`],
    ['`location`', `one line of at most ${LIMITS.locationLength} characters`],
    ['`description`', `at most ${number(LIMITS.descriptionLength)} characters, tabs and line breaks among them`],
    ['characters', 'UTF-16 units, as `length` in JavaScript: an emoji has two or more'],
    ['in no text', 'control characters, and U+202A to U+202E, U+2066 to U+2069, which turn its direction'],
    ['nor', 'half a character: a surrogate without its other'],
    ['`date`, `from`, `to`', 'the years 0001 to 9999 in UTC'],
    ['`capacity`', `${LIMITS.capacityMin} to ${number(LIMITS.capacityMax)}`],
    ['`limit` of a page', `${LIMITS.pageMin} to ${LIMITS.pageMax}, ${LIMITS.pageDefault} if left out`],
    ['time for a write', `${LIMITS.deadlineMs / 1000} s, then \`Busy\``],
    [
      'after `Busy` with outcome `UNKNOWN`',
      `decided within ${(LIMITS.deadlineMs + LIMITS.decidedAfterMs) / 1000} s of the call's beginning (\`decidedBy\`)`,
    ],
    ['depth of a query', `${queryDepthLimit} levels`],
    ['fields of one request with a resolver of their own', number(resolverCountLimit)],
  ];
  return ['## Limits', ['| | |', '|---|---|', ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n')].join('\n\n');
}
