import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccountRecovery, Mfa, UserPool, type UserPoolClient, type UserPoolProps } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { GROUP_NAMES, GROUPS } from '../../domain/groups.ts';
import type { StageSettings } from '../stage.ts';
import { mailFrom, type MailSender } from './mailSender.ts';

export interface IdentitiesProps {
  settings: StageSettings;
  /** Who writes to people; null for Cognito itself, which sends 50 mails a day. */
  mailSender: MailSender | null;
}

/** A user pool with the groups that the schema names, and the client by which frontends sign in. */
class Identities extends Construct {
  readonly userPool: UserPool;
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string, mailSender: MailSender | null, props: UserPoolProps) {
    super(scope, id);
    this.userPool = new UserPool(this, 'UserPool', {
      signInCaseSensitive: false,
      autoVerify: { email: true },
      // A new address counts once it is proven; until then the old one does.
      keepOriginal: { email: true },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      ...(mailSender === null ? {} : { email: mailFrom(mailSender) }),
      ...props,
    });
    Validations.of(this.userPool).acknowledge(
      {
        id: 'AwsSolutions-COG2',
        reason: 'A second factor is offered, not required: most people only register themselves for events.',
      },
      {
        id: 'AwsSolutions-COG8',
        reason: 'The plus plan is paid for each active user; passwords follow a strict policy on the plan included.',
      },
    );
    for (const groupName of GROUP_NAMES) {
      this.userPool.addGroup(groupName.charAt(0).toUpperCase() + groupName.slice(1), {
        groupName,
        description: GROUPS[groupName],
      });
    }
    this.client = this.userPool.addClient('Frontend', {
      authFlows: { userSrp: true },
      generateSecret: false,
      disableOAuth: true,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(30),
    });
  }
}

/**
 * Who may sign in: with an e-mail address, under a username that Cognito makes (the `sub`). The username is the
 * `userId` of the API, so nobody can choose an id or inherit one (docs/decisions/generated-ids.md).
 *
 * The address needs no `standardAttributes`: nobody can sign up without it, and CloudFormation has refused changes of
 * pools whose template names some (aws-cdk#8585).
 */
export class People extends Identities {
  constructor(scope: Construct, id: string, { settings, mailSender }: IdentitiesProps) {
    super(scope, id, mailSender, {
      selfSignUpEnabled: true,
      signInAliases: { email: true },
      deletionProtection: settings.keepData,
      removalPolicy: settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }
}

/**
 * Who signed up before ids were generated, under a username of their own choice. They keep their ids; nobody can sign
 * up any more, so no name that becomes free is taken (docs/deploy.md#people-from-before). Whatever the stage, the pool
 * outlives its stack.
 */
export class FormerPeople extends Identities {
  constructor(scope: Construct, id: string, { mailSender }: Pick<IdentitiesProps, 'mailSender'>) {
    super(scope, id, mailSender, {
      selfSignUpEnabled: false,
      signInAliases: { username: true, email: true },
      standardAttributes: { email: { required: true, mutable: true } },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}

/** A user pool and the client of it whose tokens the API takes. */
export type PoolAndClient = Pick<Identities, 'userPool' | 'client'>;
