import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventKey, registrationKey, userKey } from '../../../../domain/keys.ts';
import { roleFor, writeAssembly } from '../../../appsync-local/test/handmadeAssembly.ts';
import { USUAL_SCHEMA } from './schema.ts';

const FIELD = 'Mutation.registerForEvent';
/** A key as the expression of a resolver, from the arguments `userId` and `eventId`. */
const keyText = ({ PK, SK }: { PK: string; SK: string }): string =>
  `util.dynamodb.toMapValues({ PK: \`${PK}\`, SK: \`${SK}\` })`
    .replaceAll('<user>', '${ctx.args.userId}')
    .replaceAll('<event>', '${ctx.args.eventId}');
const USER = keyText(userKey('<user>'));
const EVENT = keyText(eventKey('<event>'));
const REGISTRATION = keyText(registrationKey('<user>', '<event>'));

const step = (request: string, response: string): string => `import { util } from '@aws-appsync/utils';
export function request(ctx) { ${request} }
export function response(ctx) { if (ctx.error) { util.error(ctx.error.message, ctx.error.type); } ${response} }
`;
const get = (key: string, response: string): string =>
  step(`return { operation: 'GetItem', key: ${key}, consistentRead: true };`, response);

/** The usual way as a pipeline of AppSync: one step reads or writes one item, one after another. */
const PIPELINE: [string, ...string[]] = [
  step('return {};', 'return ctx.stash.registration;'),
  get(USER, "if (!ctx.result) { util.error('no such user'); } return {};"),
  get(EVENT, "if (!ctx.result) { util.error('no such event'); } ctx.stash.event = ctx.result; return {};"),
  get(
    REGISTRATION,
    "if (ctx.result) { util.error('registered already'); } if (ctx.stash.event.currentRegistrations >= ctx.stash.event.capacity) { util.error('full'); } return {};",
  ),
  step(
    `const now = util.time.nowISO8601();
  ctx.stash.registration = { userId: ctx.args.userId, eventId: ctx.args.eventId, registrationStatus: 'REGISTERED' };
  return { operation: 'PutItem', key: ${REGISTRATION}, attributeValues: util.dynamodb.toMapValues({ ...ctx.stash.registration, entityType: 'Registration', registeredAt: now, createdAt: now, updatedAt: now }) };`,
    'return {};',
  ),
  step(
    `return { operation: 'UpdateItem', key: ${EVENT}, update: { expression: 'SET currentRegistrations = currentRegistrations + :one, updatedAt = :now', expressionValues: util.dynamodb.toMapValues({ ':one': 1, ':now': util.time.nowISO8601() }) } };`,
    'return {};',
  ),
];

/** A cloud assembly with that one field, on a table of the same shape as the app's under the given name. */
export function resolverAssembly(appAssemblyDir: string, tableName: string): string {
  const sources = Object.fromEntries(PIPELINE.slice(1).map((_, at) => [`${FIELD}.${at + 1}`, 'TableSource']));
  return writeAssembly({
    schema: USUAL_SCHEMA,
    resolvers: { [FIELD]: PIPELINE },
    sources,
    resources: {
      Table: { Type: 'AWS::DynamoDB::Table', Properties: { ...tableProperties(appAssemblyDir), TableName: tableName } },
      TableRole: roleFor('appsync'),
      TableSource: {
        Type: 'AWS::AppSync::DataSource',
        Properties: {
          ApiId: { 'Fn::GetAtt': ['Api', 'ApiId'] },
          Name: 'TableSource',
          Type: 'AMAZON_DYNAMODB',
          ServiceRoleArn: { 'Fn::GetAtt': ['TableRole', 'Arn'] },
          DynamoDBConfig: { AwsRegion: { Ref: 'AWS::Region' }, TableName: { Ref: 'Table' } },
        },
      },
    },
  });
}

/** The properties of the app's table, as its template says. */
function tableProperties(assemblyDir: string): Record<string, unknown> {
  for (const file of readdirSync(assemblyDir).filter((name) => name.endsWith('.template.json'))) {
    const { Resources } = JSON.parse(readFileSync(join(assemblyDir, file), 'utf8')) as {
      Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
    };
    const table = Object.values(Resources).find(({ Type }) => Type === 'AWS::DynamoDB::Table');
    if (table !== undefined) return table.Properties;
  }
  throw new Error('the app has no table');
}
