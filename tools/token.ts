import { Command } from 'commander';
import { issueToken } from '../packages/appsync-local/src/auth/issueToken.ts';

/** `npm run -s token -- alice --group organizers`: prints a token for the local API, and nothing else. */
const command = new Command('token')
  .description('print a JWT that the local API accepts; works while it runs and before it ever ran')
  .argument('<username>', 'the user that the token stands for')
  .option(
    '-g, --group <name>',
    'a Cognito group of the user; may be repeated',
    (name: string, names: string[]) => [...names, name],
    [],
  )
  .option('--expires-in <seconds>', 'lifetime in seconds', '3600')
  .option('--access', 'an access token instead of an id token', false)
  .option('--state-dir <directory>', 'where the local signing key is kept', '.local')
  .parse();

const options = command.opts<{ group: string[]; expiresIn: string; access: boolean; stateDir: string }>();
const expiresInSeconds = Number(options.expiresIn);
if (!Number.isInteger(expiresInSeconds)) command.error('error: --expires-in takes a whole number of seconds');
const token = await issueToken(options.stateDir, command.args[0] ?? '', {
  groups: options.group,
  expiresInSeconds,
  use: options.access ? 'access' : 'id',
});
process.stdout.write(`${token}\n`);
