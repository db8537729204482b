import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import { MAIL_ON_PROMOTION as CHAPTER } from './tenMinutes.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const EVENT = JSON.parse(/```json\n(.*?)```/s.exec(CHAPTER)?.[1] ?? '') as { detail: object };

it('shows the event as its schema has it, with nothing besides', () => {
  const schema = JSON.parse(read('docs/events/RegistrationPromoted.v1.json')) as object;
  const ajv = new Ajv({ formats: { 'date-time': (moment: string) => new Date(moment).toISOString() !== '' } });
  const validate = ajv.compile({ ...schema, additionalProperties: false });
  validate(EVENT.detail);
  expect(validate.errors).toBeNull();
});

it('shows rule, function and script as they are', () => {
  const blocks = [...CHAPTER.matchAll(/```(?:ts|js)\n(.*?)```/gs)].map(([, code = '']) => code);
  const unindented = read('infra/api/mailOnPromotion.ts').replaceAll(/^ {4}/gm, '');
  expect(unindented).toContain(blocks[0]);
  expect(blocks.slice(1)).toEqual([read('lambda/mailOnPromotion/index.ts'), read('examples/mail.mjs')]);
  expect(blocks[1]?.trimEnd().split('\n').length).toBeLessThanOrEqual(34);
});
