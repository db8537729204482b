import { isIP, isIPv4 } from 'node:net';
import { scalar, textScalar } from './defineScalar.ts';

const ATOM = String.raw`[A-Za-z0-9!#$%&'*+/=?^_\`{|}~-]+`;
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const EMAIL = new RegExp(`^${ATOM}(?:\\.${ATOM})*@${LABEL}(?:\\.${LABEL})*$`);

/** `local@domain` (RFC 822). */
export const awsEmail = textScalar('email', (text) => EMAIL.test(text));

/** Scheme required, no `//` in the path. */
export const awsUrl = textScalar('URL', (text) => {
  if (!URL.canParse(text) || /\s/.test(text)) {
    return false;
  }
  return !new URL(text).pathname.includes('//');
});

/** Digits with blanks or hyphens; without a country code a number of the North American plan. */
export const awsPhone = textScalar('phone number', (text) => {
  if (!/^\+?[\d\s-]+$/.test(text)) {
    return false;
  }
  const digits = text.replace(/\D/g, '');
  return text.startsWith('+') ? /^\d{7,15}$/.test(digits) : /^1?[2-9]\d{2}[2-9]\d{6}$/.test(digits);
});

/** Version 4 or 6, with an optional prefix length. */
export const awsIpAddress = textScalar('IP address', (text) => {
  const [address = '', prefix, ...rest] = text.split('/');
  if (isIP(address) === 0 || rest.length > 0) {
    return false;
  }
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (isIPv4(address) ? 32 : 128));
});

/** A text of valid JSON that resolvers get parsed; results may be JSON texts or anything that JSON can hold. */
export const awsJson = scalar(
  'JSON',
  (value) => (typeof value === 'string' ? parseJson(value) : undefined),
  (value) => {
    if (typeof value !== 'string') {
      return { value: JSON.stringify(value) };
    }
    return parseJson(value) === undefined ? undefined : { value };
  },
);

/** Whole seconds since the epoch, also negative. */
export const awsTimestamp = scalar('timestamp', (value) => (Number.isSafeInteger(value) ? { value } : undefined));

function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
