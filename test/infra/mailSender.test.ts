import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { ContextError } from '../../infra/context.ts';
import { mailboxOf, mailSenderOf } from '../../infra/data/mailSender.ts';
import { settingsOf } from '../../infra/stage.ts';
import { appOf, dataTemplate } from './synthesise.ts';

const POOL = 'AWS::Cognito::UserPool';
const SENDER = { stage: 'prod', fromEmail: 'events@example.com' };

const dataOf = (context: unknown) => dataTemplate('prod', { mailSender: mailSenderOf(context, settingsOf('prod')) });

/** Where SES knows the sender: `identity` in this region. */
const sourceArn = (region: unknown, identity: string) => ({
  'Fn::Join': [
    '',
    ['arn:', { Ref: 'AWS::Partition' }, ':ses:', region, ':', { Ref: 'AWS::AccountId' }, `:identity/${identity}`],
  ],
});

describe('mailSender', () => {
  it('writes to people through SES, in the region of the stacks', () => {
    Template.fromStack(appOf('prod', { mailSender: SENDER }).data).hasResourceProperties(POOL, {
      EmailConfiguration: {
        EmailSendingAccount: 'DEVELOPER',
        From: 'events@example.com',
        SourceArn: sourceArn({ Ref: 'AWS::Region' }, 'events@example.com'),
      },
    });
  });

  it('may have a name, a verified domain and a region of its own, and be given as JSON', () => {
    const more = { ...SENDER, fromName: 'Events of Example', verifiedDomain: 'example.com', region: 'eu-west-1' };
    dataOf(JSON.stringify(more)).hasResourceProperties(POOL, {
      EmailConfiguration: {
        From: 'Events of Example <events@example.com>',
        SourceArn: {
          'Fn::Join': [
            '',
            ['arn:', { Ref: 'AWS::Partition' }, ':ses:eu-west-1:', { Ref: 'AWS::AccountId' }, ':identity/example.com'],
          ],
        },
      },
    });
  });

  it('of another stage changes nothing', () => {
    dataOf({ ...SENDER, stage: 'dev' }).hasResourceProperties(POOL, { EmailConfiguration: Match.absent() });
  });

  it.each([
    ['no JSON', 'events@example.com'],
    ['a list', [SENDER]],
    ['null', null],
    ['without a stage', { fromEmail: 'events@example.com' }],
    ['without an address', { stage: 'prod' }],
    ['no address', { ...SENDER, fromEmail: 'events' }],
    ['of another domain than the verified one', { ...SENDER, verifiedDomain: 'ample.com' }],
    ['without a text for its name', { ...SENDER, fromName: 5 }],
  ])('is refused with ContextError when it is %s', (_what, context) => {
    expect(() => dataOf(context)).toThrow(ContextError);
  });
});

describe('mailboxOf', () => {
  const mailbox = (fromName?: string) => mailboxOf({ fromEmail: 'events@example.com', fromName });

  it('is the address alone, or with a name in quotes, which no name can leave', () => {
    expect(mailbox()).toBe('events@example.com');
    expect(mailbox('Events, of Example')).toBe('"Events, of Example" <events@example.com>');
    expect(mailbox('The "Yard" \\')).toBe('"The \\"Yard\\" \\\\" <events@example.com>');
  });

  it.each(['Café', 'Veranstaltungen für die ganze Straße, von März bis November', '🎪'.repeat(30), 'Two\r\nlines'])(
    'has any other name in words of RFC 2047: %s',
    (name) => {
      const [, words = ''] = /^(.*) <events@example\.com>$/.exec(mailbox(name)) ?? [];
      const parts = words.split(' ');
      expect(parts.filter((word) => word.length > 75)).toEqual([]);
      const decoded = parts.map((word) => Buffer.from(/^=\?UTF-8\?B\?(.+)\?=$/.exec(word)?.[1] ?? '', 'base64'));
      // Each word is read by itself, so that no character may be cut in two.
      expect(decoded.map((bytes) => bytes.toString()).join('')).toBe(name);
    },
  );
});
