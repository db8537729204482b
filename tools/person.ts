import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { parseUrl } from './frame/argument.ts';
import { Unreachable } from './frame/api/sendTo.ts';
import { defineTool, runTool, type Exit } from './frame/tool.ts';
import { readStackOutputs } from './outputs/readStackOutputs.ts';
import { CognitoRefusal, findPeople, parseAddress } from './person/findPeople.ts';

/**
 * `npm run -s person -- olga@example.com`: prints the id of the person with this address, and nothing else. Exit codes:
 * 0 printed, 1 nobody has proven to have this address, 2 not done, for the reason printed.
 */
const command = defineTool('person', 'print the userId of the person who signs in with an e-mail address')
  .argument('<address>', 'the e-mail address', parseAddress)
  .option('--from <file>', 'what `cdk deploy --outputs-file` has written', 'cdk-outputs.json')
  .option('--stage <stage>', 'dev or prod, where the file has both')
  .option('--former', 'among the people from before ids were generated', false)
  .option('--endpoint <url>', 'where Cognito answers, if not at its usual place', parseUrl);

/** A local server has no user pool. */
const INSTEAD = 'at the local server whoever signs in has the userId that they say';

await runTool(
  command,
  async ({ from, stage, former, endpoint }, address) => {
    const { userPoolId } = readStackOutputs(from, { stage, former, instead: INSTEAD });
    const people = await findPeople(address, { userPoolId, endpoint, credentials: defaultProvider() });
    const proven = people.filter(({ isProven }) => isProven);
    // An address that is not proven may be anybody's: whoever signs up can name any.
    proven.forEach(({ userId }) => console.log(userId));
    if (proven.length > 0) {
      return 0;
    }
    const unproven = people.map(({ userId }) => `; ${userId} has named it, and has not proven it`).join('');
    console.error(`Nobody who signs in has the address ${address}${unproven}.`);
    return 1;
  },
  exitOf,
);

function exitOf(error: Error): Exit | null {
  const isExpected =
    error instanceof CognitoRefusal || error instanceof Unreachable || error.name === 'CredentialsProviderError';
  return isExpected ? { sentence: error.message, exitCode: 2 } : null;
}
