/** An error in words; `fetch` throws a TypeError where nobody answers. */
export function messageOf(error: unknown): { message: string } {
  if (error instanceof TypeError) {
    return { message: `The local server does not answer at ${location.origin}: is it still running?` };
  }
  return { message: error instanceof Error ? error.message : String(error) };
}
