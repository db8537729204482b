import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import type { EventBridgeEvent } from 'aws-lambda';

const pool = new CognitoIdentityProviderClient();
const mail = new SESv2Client(process.env.MAIL_REGION ? { region: process.env.MAIL_REGION } : {});

/**
 * Writes to somebody who has come from the waitlist to a seat, where their address is proven. An event that comes twice
 * is a mail that comes twice. Needs the environment variables `USER_POOL_ID` and `MAIL_FROM`;
 * `MAIL_REGION` is where SES is, if not where the function is.
 * @throws the SDK's error; Lambda repeats it twice
 */
export const handler = async ({
  detail: { userId, eventId },
}: EventBridgeEvent<'RegistrationPromoted', { userId: string; eventId: string }>): Promise<void> => {
  const address = await addressOf(userId);
  if (address !== null) {
    const Subject = { Data: 'You have a seat' };
    const Text = { Data: `You have come from the waitlist to a seat at the event ${eventId}.` };
    await mail.send(
      new SendEmailCommand({
        FromEmailAddress: process.env.MAIL_FROM,
        Destination: { ToAddresses: [address] },
        Content: { Simple: { Subject, Body: { Text } } },
      }),
    );
  }
};

/** Null: a person whom the user pool does not know (a backend's), or whose address is not proven. */
async function addressOf(userId: string): Promise<string | null> {
  try {
    const command = new AdminGetUserCommand({ UserPoolId: process.env.USER_POOL_ID, Username: userId });
    const { UserAttributes = [] } = await pool.send(command);
    const valueOf = (name: string) => UserAttributes.find(({ Name }) => Name === name)?.Value;
    return valueOf('email_verified') === 'true' ? (valueOf('email') ?? null) : null;
  } catch (error) {
    if (error instanceof UserNotFoundException) {
      return null;
    }
    throw error;
  }
}
