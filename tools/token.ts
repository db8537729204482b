import { issueToken, LocalError } from 'appsync-local';
import { GROUP_NAMES, type Group } from '../domain/groups.ts';
import { nonEmpty, oneOf, wholeNumberFrom } from './frame/argument.ts';
import { defineTool, notDone, runTool } from './frame/tool.ts';

const MAX_SECONDS = 365 * 24 * 3600;
const parseGroup = oneOf(GROUP_NAMES);

/** `npm run -s token -- alice --group organizers`: prints a token for the local API, and nothing else. */
const command = defineTool(
  'token',
  'print a JWT that the local API accepts; works while it runs and before it ever ran',
)
  .argument('<username>', 'the user that the token stands for', nonEmpty)
  .option(
    '-g, --group <name>',
    `a Cognito group of the user, of ${GROUP_NAMES.join(', ')}; may be repeated`,
    (name: string, names: Group[]) => [...names, parseGroup(name)],
    [] as Group[],
  )
  .option('--expires-in <seconds>', 'lifetime in seconds', wholeNumberFrom(1, MAX_SECONDS), 3600)
  .option('--access', 'an access token instead of an id token', false)
  .option('--state-dir <directory>', 'where the local signing key is kept', '.local');

await runTool(
  command,
  async ({ stateDir, group, expiresIn, access }, username) => {
    const use = access ? 'access' : 'id';
    const token = await issueToken(stateDir, username, { groups: group, expiresInSeconds: expiresIn, use });
    process.stdout.write(`${token}\n`);
  },
  notDone(LocalError),
);
