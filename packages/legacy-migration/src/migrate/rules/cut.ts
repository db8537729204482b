/** The text, or its beginning with `…` at the end in at most `maxLength` UTF-16 units, no character torn apart. */
export function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) {
    return text;
  }
  const beginning = text.slice(0, maxLength - 1);
  const last = beginning.charCodeAt(beginning.length - 1);
  const isTorn = last >= 0xd800 && last <= 0xdbff;
  return `${isTorn ? beginning.slice(0, -1) : beginning}…`;
}
