import type { ApiOptions } from '../../src/api/apiOptions.ts';
import type { RunningApi } from '../../src/api/runningApi.ts';
import type { GraphqlAnswer } from '../../src/api/execute.ts';
import { handlers, serveHandmade } from '../handmadeApi.ts';

const ALL = '@aws_api_key @aws_iam @aws_cognito_user_pools';

const SCHEMA = `
type Inner ${ALL} { word: String, deep: Inner, must: Int! }
type Thing ${ALL} {
  id: ID
  name: String
  size: Int
  isBig: Boolean
  tags: [String]
  inner: Inner
  made: AWSDateTime!
  secret: String @aws_cognito_user_pools
  computed: String
}
type Query { ping: String }
type Mutation {
  publish(thing: AWSJSON!): Thing ${ALL}
  publishOther(thing: AWSJSON!): Thing
  publishAll(things: AWSJSON!): [Thing]
  fail: Thing
  invalidate(field: String!, payload: AWSJSON!, times: Int): Thing
}
type Subscription {
  onThing(id: ID, name: String, size: Int): Thing @aws_subscribe(mutations: ["publish", "publishOther"]) ${ALL}
  onThingOfUser: Thing @aws_subscribe(mutations: ["publish"]) @aws_cognito_user_pools
  onThings: [Thing] @aws_subscribe(mutations: ["publishAll"])
  onFailure: Thing @aws_subscribe(mutations: ["fail"])
  onFiltered(filter: AWSJSON, invalidation: AWSJSON): Thing @aws_subscribe(mutations: ["publish"])
  onGuarded(id: ID!): Thing @aws_subscribe(mutations: ["publish"])
  onGreeted: Thing @aws_subscribe(mutations: ["publish"])
  onMisplaced: Thing @aws_subscribe(mutations: ["publish"])
}
`;

function code(response: string): string {
  return `import { util, extensions } from '@aws-appsync/utils';
export function request(ctx) { return { payload: null }; }
export function response(ctx) { ${response} }
`;
}

/** A handmade API about subscriptions: what a mutation publishes is its argument. */
export async function serveThings(options: Partial<ApiOptions> = {}): Promise<RunningApi> {
  const echo = handlers('{ payload: ctx.args.thing }');
  return serveHandmade(
    {
      schema: SCHEMA,
      resolvers: {
        'Mutation.publish': echo,
        'Mutation.publishOther': echo,
        'Mutation.publishAll': handlers('{ payload: ctx.args.things }'),
        'Mutation.fail': code(`util.error('no', 'Failed', { id: '1' });`),
        'Mutation.invalidate': code(
          `const all = [1, 2, 3, 4, 5, 6, 7]; for (const n of all) { if (n <= (ctx.args.times ?? 1)) { extensions.invalidateSubscriptions({ subscriptionField: ctx.args.field, payload: { ...ctx.args.payload, n } }); } } return { id: 'x' };`,
        ),
        'Thing.computed': code(`return 'computed';`),
        'Subscription.onFiltered': code(
          `if (ctx.args.filter) { extensions.setSubscriptionFilter(ctx.args.filter); } if (ctx.args.invalidation) { extensions.setSubscriptionInvalidationFilter(ctx.args.invalidation); } return null;`,
        ),
        'Subscription.onGuarded': code(
          `if (ctx.args.id === 'no') { util.unauthorized(); } if (ctx.args.id === 'bad') { util.error('That is bad.', 'ValidationError', null, { field: 'id' }); } return null;`,
        ),
        'Subscription.onGreeted': code(
          `return { id: 'first', made: '2026-01-01T00:00:00.000Z', computed: 'as answered' };`,
        ),
        'Subscription.onMisplaced': `import { extensions } from '@aws-appsync/utils';
export function request(ctx) { extensions.setSubscriptionFilter({ filterGroup: [] }); return { payload: null }; }
export function response(ctx) { return null; }
`,
      },
      api: {
        AdditionalAuthenticationProviders: [
          { AuthenticationType: 'AWS_IAM' },
          {
            AuthenticationType: 'AMAZON_COGNITO_USER_POOLS',
            UserPoolConfig: { UserPoolId: 'us-east-1_LocalPool', AwsRegion: 'us-east-1' },
          },
        ],
      },
    },
    options,
  );
}

const SELECTION = '{ id name size isBig tags inner { word deep { word } } made }';

/** Publishes a thing with everything selected. */
export async function publish(
  running: RunningApi,
  thing: Record<string, unknown>,
  selection = SELECTION,
): Promise<GraphqlAnswer> {
  const made = '2026-01-01T00:00:00.000Z';
  return running.execute({
    query: `mutation ($thing: AWSJSON!) { publish(thing: $thing) ${selection} }`,
    variables: { thing: JSON.stringify({ made, ...thing }) },
  });
}
