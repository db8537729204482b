// Registers somebody and waits until they have a seat.
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { createAuthLink } from 'aws-appsync-auth-link';
import { createSubscriptionHandshakeLink } from 'aws-appsync-subscription-link';
import { WebSocket } from 'ws';

globalThis.WebSocket ??= WebSocket; // Node before 22 has none of its own.
const { TOKEN, ENDPOINT: url = 'http://localhost:4000/graphql', REGION: region = 'us-east-1' } = process.env;
const [userId, eventId] = process.argv.slice(2);
const usage = 'usage: TOKEN=$(npm run -s token -- alice) node examples/promotion.mjs alice demo-concert';
const variables = TOKEN && eventId ? { userId, eventId } : process.exit(console.error(usage) ?? 1);
const auth = { type: 'AMAZON_COGNITO_USER_POOLS', jwtToken: async () => TOKEN };
const subscriptions = createSubscriptionHandshakeLink({ url, region, auth }, new HttpLink({ uri: url }));
const link = ApolloLink.from([createAuthLink({ url, region, auth }), subscriptions]);
const keys = { Event: { keyFields: ['eventId'] }, Registration: { keyFields: ['userId', 'eventId'] } };
const client = new ApolloClient({ link, cache: new InMemoryCache({ typePolicies: keys }) });

const REGISTER = gql(`mutation ($userId: ID!, $eventId: ID!) {
  registerForEvent(userId: $userId, eventId: $eventId) { userId eventId registrationId }
}`);
const LOOK = gql(`query ($userId: ID!, $eventId: ID!) {
  getRegistration(userId: $userId, eventId: $eventId) { userId eventId registrationStatus position waitlistCount }
}`);
const LISTEN = gql(`subscription ($userId: ID!) {
  onRegistrationChanged(userId: $userId) { eventId registrationStatus }
}`);

async function look() {
  const { getRegistration: own } = (await client.query({ query: LOOK, variables, fetchPolicy: 'network-only' })).data;
  if (own?.registrationStatus !== 'WAITLISTED') {
    console.log(own ? 'registered: there is a seat' : 'neither registered nor waiting');
    process.exit(own ? 0 : 1);
  }
  console.log(`waiting: number ${own.position} of ${own.waitlistCount}`);
}

function listen() {
  client.subscribe({ query: LISTEN, variables }).subscribe(({ data, error }) => {
    const heard = data?.onRegistrationChanged;
    console.log(heard ? `heard: ${heard.eventId} ${heard.registrationStatus}` : `lost: ${error?.message}`);
    return error ? setTimeout(listen, 1000) : look().catch(goOn);
  });
  look().catch(goOn);
}
const tell = ({ message, bodyText = message }) => console.log(`${url}: ${bodyText}`);
const fail = (error) => process.exit(tell(error) ?? 1);
const goOn = (error) => (error instanceof TypeError ? tell : fail)(error); // Without connection, fetch throws that.
await client.mutate({ mutation: REGISTER, variables }).catch((e) => (e.errors ? console.log(e.message) : fail(e)));
listen();
setInterval(() => look().catch(goOn), 60_000); // Messages can be lost, or come too early; what is stored cannot.
