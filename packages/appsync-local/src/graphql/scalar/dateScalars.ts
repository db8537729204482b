import { textScalar } from './defineScalar.ts';

const DATE = String.raw`(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})`;
const TIME = String.raw`(?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.\d{1,9})?)?`;
const OFFSET = String.raw`(?:Z|[+-](?<offsetHour>\d{2}):(?<offsetMinute>\d{2})(?::(?<offsetSecond>\d{2}))?)`;

/** `2026-02-06` with an optional offset (AppSync Developer Guide, "Scalar types in GraphQL"). */
export const awsDate = textScalar('date', matches(`${DATE}${OFFSET}?`));

/** `12:30`, `12:30:24`, `12:30:24.500` with an optional offset. */
export const awsTime = textScalar('time', matches(`${TIME}${OFFSET}?`));

/** Date, time and offset, all required but the seconds: `2026-02-06T10:00Z`. Kept as it was sent. */
export const awsDateTime = textScalar('DateTime Object', matches(`${DATE}T${TIME}${OFFSET}`));

function matches(pattern: string): (text: string) => boolean {
  const expression = new RegExp(`^${pattern}$`);
  return (text) => {
    const groups = expression.exec(text)?.groups;
    return groups !== undefined && isRealDate(groups) && isRealTime(groups) && isRealOffset(groups);
  };
}

function isRealDate({ year, month, day }: Record<string, string | undefined>): boolean {
  if (year === undefined || month === undefined || day === undefined) {
    return true;
  }
  const isLeap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][Number(month) - 1] ?? 0;
  return Number(day) >= 1 && Number(day) <= days;
}

function isRealTime({ hour = '0', minute = '0', second = '0' }: Record<string, string | undefined>): boolean {
  return Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
}

/** Java's ZoneOffset goes to 18 hours. */
function isRealOffset({
  offsetHour = '0',
  offsetMinute = '0',
  offsetSecond = '0',
}: Record<string, string | undefined>): boolean {
  if (Number(offsetMinute) > 59 || Number(offsetSecond) > 59) {
    return false;
  }
  return Number(offsetHour) * 3600 + Number(offsetMinute) * 60 + Number(offsetSecond) <= 18 * 3600;
}
