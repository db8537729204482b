import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { blocksOf, commandsOf, pageOf } from '../readme/deployCommands.ts';
import { inRepository, LETTER, play } from './operatorShell.ts';

interface StackTemplate {
  Resources: Record<string, { Type: string; Properties?: Record<string, unknown> }>;
  Outputs: Record<string, { Value: unknown }>;
}

const API: StackTemplate = JSON.parse(
  readFileSync(join(inject('prodAssemblyDir'), 'EventRegistration-prod-Api.template.json'), 'utf8'),
);
/** What the outputs say before there is an account: `Ref SettleFunction8A…`. */
const OUTPUTS = Object.fromEntries(
  Object.entries(API.Outputs).map(([name, { Value }]) => [
    name,
    JSON.stringify(Value)
      .replaceAll(/[^\w.]+/g, ' ')
      .trim(),
  ]),
);
Object.assign(OUTPUTS, {
  // Those of a stage that writes mail (test/infra/mailOnPromotion.test.ts has them from its stack).
  MailOnPromotionName: 'Ref MailOnPromotionFunction',
  MailLettersUrl: 'Ref MailOnPromotionDeadLetters',
});
const RUNBOOK = pageOf('runbook.md');
const DEPLOY = pageOf('deploy.md');

const SHELLS = ['sh', 'sh account', 'sh setup', 'sh outputs'];
const infosOf = (page: string): string[] => [...page.matchAll(/^```(.*)\n[^]*?^```$/gm)].map(([, info = '']) => info);
/** Code within sentences that begins as a command. */
const inlineCommands = (page: string): string[] =>
  [...page.replaceAll(/^```.*\n[^]*?^```$/gm, '').matchAll(/`((?:aws|npm|npx|echo|git|node) [^`]+)`/g)].map(
    ([, command = '']) => command.replaceAll('\n', ' '),
  );
/** All that an operator may paste, in its order; what stands in sentences comes last. */
const scriptOf = (page: string, infos: string[]): string =>
  [...infos.flatMap((info) => blocksOf(page, info)), ...inlineCommands(page)].join('\n');

/** Words in angle brackets: what a reader would have to find out. */
const placeholdersOf = (text: string): string[] => text.match(/<[A-Za-z][^>\n]*>/g) ?? [];

describe('the runbook', () => {
  const played = play(`${scriptOf(RUNBOOK, ['sh setup', 'sh account'])}\necho at the end`, OUTPUTS);

  it('leaves nothing for the reader to fill in', () => {
    expect(placeholdersOf(RUNBOOK)).toEqual([]);
    expect(placeholdersOf('aws lambda invoke --function-name <name> --target <arn of it>')).toHaveLength(2);
  });

  it('has commands only in blocks that a test plays: others are queries of Logs Insights, or JSON', () => {
    expect([...new Set(infosOf(RUNBOOK))].sort()).toEqual(['', 'json', 'sh account', 'sh setup']);
    expect(blocksOf(RUNBOOK, '').filter((block) => !block.startsWith('fields @timestamp'))).toEqual([]);
  });

  it('sets each variable that a command uses', () => {
    expect(played).toMatchObject({ complaint: '', printed: expect.stringMatching(/at the end\n$/) as string });
    expect(played.calls.length).toBeGreaterThan(60);
  });

  it('names only outputs that the stack has', () => {
    expect(played.missing).toEqual([]);
  });

  it('would be found out with a variable that is not set, or an output that there is not', () => {
    expect(play('aws sqs receive-message --queue-url "$QUEUE"', OUTPUTS).complaint).toContain(
      'QUEUE: unbound variable',
    );
    const [setup = ''] = blocksOf(RUNBOOK, 'sh setup');
    expect(play(`${setup}\nQUEUE=$(output QueueUrl)`, OUTPUTS).missing).toEqual(['QueueUrl']);
  });

  it.each([
    ['API', 'Fn GetAtt', 'AWS::AppSync::GraphQLApi', /^EventApi/],
    ['KEY', 'Fn GetAtt', 'AWS::AppSync::ApiKey', /^EventApi/],
    ['LANE', 'Ref', 'AWS::DynamoDB::Table', /^LaneTable/],
    ['PROMOTE', 'Ref', 'AWS::Lambda::Function', /^PromoteFromWaitlist/],
    ['SETTLE', 'Ref', 'AWS::Lambda::Function', /^Settle/],
    ['PUBLISH', 'Ref', 'AWS::Lambda::Function', /^PublishChanges/],
    ['LETTERS', 'Ref', 'AWS::SQS::Queue', /^PublishChanges.*DeadLetters/],
    ['CASCADE', 'Ref', 'AWS::Lambda::Function', /^Cascade/],
    ['CASCADE_LETTERS', 'Ref', 'AWS::SQS::Queue', /^CascadeDeadLetters/],
    ['ERASE', 'Ref', 'AWS::Lambda::Function', /^EraseUsers/],
    ['ERASE_LETTERS', 'Ref', 'AWS::SQS::Queue', /^EraseUsersDeadLetters/],
    ['SWEEP', 'Ref', 'AWS::Lambda::Function', /^SweepLanes/],
    ['SWEEP_RULE', 'Ref', 'AWS::Events::Rule', /^SweepLanes/],
    ['AUDIT', 'Ref', 'AWS::Lambda::Function', /^OperationAudit/],
    ['AUDIT_RULE', 'Ref', 'AWS::Events::Rule', /^OperationAudit/],
  ])('has in %s what its name says', (variable, how, type, id) => {
    const [setup = ''] = blocksOf(RUNBOOK, 'sh setup');
    const value = play(`${setup}\necho "$${variable}"`, OUTPUTS).printed.trim();
    const [, logicalId = ''] = new RegExp(`^${how} (\\w+)`).exec(value) ?? [];
    expect(logicalId).toMatch(id);
    expect(API.Resources[logicalId]?.Type).toBe(type);
  });

  it.each([
    ['Cascade', 'CASCADE_LETTERS', OUTPUTS.CascadeName, OUTPUTS.CascadeLettersUrl],
    ['EraseUsers', 'ERASE_LETTERS', OUTPUTS.EraseUsersName, OUTPUTS.EraseUsersLettersUrl],
    ['PublishChanges', 'LETTERS', OUTPUTS.PublishChangesName, OUTPUTS.DeadLettersUrl],
    ['MailOnPromotion', 'MAIL_LETTERS', OUTPUTS.MailOnPromotionName, OUTPUTS.MailLettersUrl],
  ])('hands a letter to %s as it was sent, and then deletes it', (_name, _variable, functionName = '', queue = '') => {
    const { calls } = played;
    const invoked = calls.findIndex(
      (call) => call.includes(`--function-name ${functionName}`) && call.includes('file://'),
    );
    expect(calls[invoked + 1]).toBe(LETTER.Body);
    expect(calls.slice(invoked)).toContain(`aws sqs delete-message --queue-url ${queue} --receipt-handle the-handle`);
  });
});

describe('the guide to deploying', () => {
  const script = scriptOf(DEPLOY, ['sh outputs', 'sh account']);

  it('leaves nothing to fill in where a command is', () => {
    const commands = [...SHELLS.flatMap((info) => blocksOf(DEPLOY, info)), ...inlineCommands(DEPLOY)];
    expect(commands.flatMap(placeholdersOf)).toEqual([]);
  });

  it('sets each variable that a command uses', () => {
    const outputs = `echo '${JSON.stringify({ 'EventRegistration-prod-Api': OUTPUTS })}' > cdk-outputs.json\n`;
    const played = play(`${outputs}${script}\necho at the end`, OUTPUTS);
    expect(played).toMatchObject({
      complaint: '',
      missing: [],
      printed: expect.stringMatching(/at the end\n$/) as string,
    });
  });

  it('finds the end of the API key where alone a template has one', () => {
    const owners = Object.values(API.Resources).filter(({ Properties }) => Properties?.Expires !== undefined);
    expect(owners.map(({ Type }) => Type)).toEqual(['AWS::AppSync::ApiKey']);
    expect(DEPLOY).toContain('TemplateBody.Resources.*.Properties.Expires');
  });

  it('rolls back to the deployment before the last, also from another checkout', () => {
    const scratch = mkdtempSync(join(tmpdir(), 'marks-'));
    const commands = commandsOf(DEPLOY, 'sh account').filter((command) => /^git|^LAST_GOOD/.test(command));
    const [mark = '', push = '', ...rollBack] = commands;
    const deployed = ['2030-01-31T235959Z', '2030-02-01T000000Z', '2030-02-01T000001Z'].map(
      (at) => `git commit -q --allow-empty -m ${at}\n${mark.replace(/\$\(date .*\)/, at)}\n${push}\n`,
    );
    try {
      inRepository(
        scratch,
        `export GIT_CONFIG_GLOBAL=/dev/null\ngit init -q --bare origin.git\ngit init -q here\ncd here
git config user.name a\ngit config user.email a@example.com\ngit remote add origin ../origin.git
git clone -q ../origin.git ../there\n${deployed.join('')}`,
      );
      expect(commands).toHaveLength(5);
      expect(inRepository(join(scratch, 'there'), `${rollBack.join('\n')}\ngit log -1 --format=%s`)).toBe(
        '2030-02-01T000000Z\n',
      );
    } finally {
      rmSync(scratch, { recursive: true });
    }
  });
});
