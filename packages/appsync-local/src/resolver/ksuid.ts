import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** KSUIDs count seconds from here (github.com/segmentio/ksuid). */
const EPOCH_SECONDS = 1_400_000_000;
const LENGTH = 27;

/** A KSUID: four bytes of seconds and sixteen random ones, in base 62, so that texts sort by time. */
export function ksuid(
  nowSeconds: number = Math.floor(Date.now() / 1000),
  payload: Uint8Array = randomBytes(16),
): string {
  const seconds = (nowSeconds - EPOCH_SECONDS).toString(16).padStart(8, '0');
  let rest = BigInt(`0x${seconds}${Buffer.from(payload).toString('hex')}`);
  let text = '';
  for (let index = 0; index < LENGTH; index += 1) {
    text = ALPHABET.charAt(Number(rest % 62n)) + text;
    rest /= 62n;
  }
  return text;
}
