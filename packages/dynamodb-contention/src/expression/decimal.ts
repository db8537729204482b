/** Compares two numbers of up to 38 digits as they are on the wire; below, at or above 0 as `sort` wants it. */
export function compareNumbers(one: string, other: string): number {
  const [left, right] = [parse(one), parse(other)];
  if (left.sign !== right.sign) return left.sign - right.sign;
  if (left.exponent !== right.exponent) return left.sign * (left.exponent - right.exponent);
  const length = Math.max(left.digits.length, right.digits.length);
  const [padded, paddedOther] = [left.digits.padEnd(length, '0'), right.digits.padEnd(length, '0')];
  return left.sign * (padded < paddedOther ? -1 : padded > paddedOther ? 1 : 0);
}

/** Zero has sign 0; otherwise the value is sign × 0.digits × 10^exponent, with no zero at the beginning. */
function parse(text: string): { sign: number; digits: string; exponent: number } {
  const [mantissa = '', power = '0'] = text.toLowerCase().replace(/^[+-]/, '').split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const all = whole + fraction;
  const digits = all.replace(/^0+/, '');
  if (digits === '') return { sign: 0, digits: '', exponent: 0 };
  return {
    sign: text.startsWith('-') ? -1 : 1,
    digits,
    exponent: whole.length - (all.length - digits.length) + Number(power),
  };
}
