import { Aws } from 'aws-cdk-lib';
import { UserPoolEmail } from 'aws-cdk-lib/aws-cognito';
import { ContextError, objectOf } from '../context.ts';
import type { StageSettings } from '../stage.ts';

/** An identity of Amazon SES that Cognito writes to people as. */
export interface MailSender {
  fromEmail: string;
  fromName?: string;
  /** The identity in SES; that of the address itself if left out. */
  verifiedDomain?: string;
  /** Where SES has the identity; where the stacks are if left out. */
  region?: string;
}

/**
 * `mailSender` of the CDK context (docs/deploy.md#mail-to-people); null if there is none for this stage.
 * @param context an object, or its JSON from the command line
 * @throws ContextError
 */
export function mailSenderOf(context: unknown, { stage }: StageSettings): MailSender | null {
  if (context === undefined) {
    return null;
  }
  const { stage: itsStage, ...sender } = objectOf(context) ?? {};
  const { fromEmail, verifiedDomain } = sender;
  const isComplete =
    typeof itsStage === 'string' && typeof fromEmail === 'string' && /^[^@\s]+@[^@\s]+$/.test(fromEmail);
  const isText = Object.values(sender).every((value) => typeof value === 'string' && value !== '');
  const isOfDomain = verifiedDomain === undefined || String(fromEmail).endsWith(`@${String(verifiedDomain)}`);
  if (!isComplete || !isText || !isOfDomain) {
    throw new ContextError(
      'mailSender',
      '{"stage": "prod", "fromEmail": "events@example.com"}, and may have "fromName", "verifiedDomain" (of fromEmail) and "region"',
    );
  }
  return itsStage === stage ? { ...sender, fromEmail } : null;
}

/** The sender as a user pool takes it. */
export function mailFrom({ fromEmail, fromName, verifiedDomain, region = Aws.REGION }: MailSender): UserPoolEmail {
  return UserPoolEmail.withSES({
    fromEmail,
    sesRegion: region,
    ...(fromName === undefined ? {} : { fromName }),
    ...(verifiedDomain === undefined ? {} : { sesVerifiedDomain: verifiedDomain }),
  });
}

/**
 * The sender as a mail says it: a name of ASCII in quotes, any other in encoded words of at most 75 characters (RFC
 * 2047), as Amazon SES wants it.
 */
export function mailboxOf({ fromEmail, fromName }: MailSender): string {
  if (fromName === undefined) {
    return fromEmail;
  }
  const words = fromName.match(/.{1,11}/gsu) ?? [];
  const name = /^[ -~]*$/.test(fromName)
    ? `"${fromName.replace(/["\\]/g, '\\$&')}"`
    : words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ');
  return `${name} <${fromEmail}>`;
}
