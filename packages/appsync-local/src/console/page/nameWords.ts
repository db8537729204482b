/** The words of a name, between which a line may break: `getHTTPHost_v2` has get, HTTP, Host_ and v2. */
export function nameWords(name: string): string[] {
  return name.split(/(?<=[\p{Ll}\d])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|(?<=_)(?=[^_])/u);
}
