import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import type { EventBridgeEvent } from 'aws-lambda';

const { USER_POOL_ID: UserPoolId, MAIL_FROM: FromEmailAddress, MAIL_REGION: region } = process.env;
const pool = new CognitoIdentityProviderClient();
const mail = new SESv2Client({ region });

/** Writes to who has come from the waitlist to a seat, where the user pool knows them and their address is proven. */
export const handler = async ({
  detail: { userId, eventId },
}: EventBridgeEvent<'RegistrationPromoted', { userId: string; eventId: string }>): Promise<void> => {
  const asked = pool.send(new AdminGetUserCommand({ UserPoolId, Username: userId }));
  const { UserAttributes = [] } = await asked.catch((error: unknown) => {
    if (error instanceof UserNotFoundException) {
      return { UserAttributes: [] };
    }
    throw error;
  });
  const person = Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
  if (person.email !== undefined && person.email_verified === 'true') {
    const Destination = { ToAddresses: [person.email] };
    const Subject = { Data: 'You have a seat' };
    const Text = { Data: `You have come from the waitlist to a seat at the event ${eventId}.` };
    const Content = { Simple: { Subject, Body: { Text } } };
    await mail.send(new SendEmailCommand({ FromEmailAddress, Destination, Content }));
  }
};
