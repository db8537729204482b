import { npmStart } from '../../../../tools/running/npmStart.ts';
import { realTime } from 'dynamodb-contention';
import { sendCrowd, type Visit } from '../crowd/crowd.ts';
import { httpClient } from '../load/httpClient.ts';
import { registerOverHttp, type Told } from '../load/registerOverHttp.ts';
import { startBusyLoops } from '../stage/busyLoops.ts';
import { issueTokens } from '../stage/people.ts';
import { ids } from '../stage/seeds.ts';

const CREATE_USER = 'mutation ($userId: ID!) { createUser(input: { userId: $userId, name: "A person" }) { userId } }';
const CREATE_EVENT =
  'mutation ($eventId: ID!) { createEvent(input: { eventId: $eventId, title: "Rush", date: "2027-01-01T10:00:00Z", capacity: 1 }) { eventId } }';

/**
 * Everybody at the same moment for one seat, through `npm start` as a developer has it: with its stream, and DynamoDB
 * Local itself. So many processes that only keep processors busy run beside it, once it has started. A crowd of the
 * same size for another event comes first.
 * @returns the visits of the second crowd
 */
export async function startedRush(people: number, busyLoops: number, seed: number): Promise<Visit<Told>[]> {
  const users = ids('person', people);
  const { stateDir, tokens } = await issueTokens(users, ['root']);
  const started = await npmStart(stateDir, '--in-memory');
  const http = httpClient(Infinity);
  const asAdmin = async (query: string, variables: object): Promise<void> => {
    const { errors } = await http.post(started.url, tokens.get('root')!, query, variables);
    if (errors !== undefined) {
      throw new Error(`The stage could not be set: ${JSON.stringify(errors)}`);
    }
  };
  let endLoops = (): void => undefined;
  try {
    for (const userId of users) {
      await asAdmin(CREATE_USER, { userId });
    }
    const rushFor = async (eventId: string): Promise<Visit<Told>[]> => {
      await asAdmin(CREATE_EVENT, { eventId });
      return sendCrowd({ people, withinMs: 0, seed }, realTime(1), (person) => {
        const userId = users[person]!;
        return registerOverHttp(http, started.url, tokens.get(userId)!, { userId, eventId });
      });
    };
    await rushFor('earlier');
    endLoops = startBusyLoops(busyLoops);
    return await rushFor('rush');
  } finally {
    endLoops();
    http.close();
    await started.pressCtrlC();
    await started.destroy();
  }
}
