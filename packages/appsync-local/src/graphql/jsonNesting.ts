/**
 * Whether objects and lists of a JSON text nest deeper than `limit`; brackets within texts do not count. Looks at each
 * character once.
 */
export function nestsDeeperThan(json: string, limit: number): boolean {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (isInText && character === '\\') {
      at += 1;
    } else if (character === '"') {
      isInText = !isInText;
    } else if (!isInText && (character === '{' || character === '[')) {
      depth += 1;
    } else if (!isInText && (character === '}' || character === ']')) {
      depth -= 1;
    }
    if (depth > limit) {
      return true;
    }
  }
  return false;
}
