import { writeAtomically } from '../../packages/legacy-migration/src/migrate/record/writeAtomically.ts';

/** Takes findings as they are found, and at the end everything else. */
export interface ReportWriter {
  add(finding: unknown): Promise<void>;
  end(rest: object): Promise<void>;
}

/**
 * Writes a JSON report while `write` runs, with the findings in it one a line, however many; without a path nothing.
 */
export async function withReport(
  path: string | undefined,
  write: (report: ReportWriter) => Promise<void>,
): Promise<void> {
  if (path === undefined) {
    return write({ add: async () => undefined, end: async () => undefined });
  }
  await writeAtomically(path, async (append) => {
    let separator = '{\n  "findings": [\n    ';
    await write({
      async add(finding) {
        await append(separator + JSON.stringify(finding));
        separator = ',\n    ';
      },
      async end(rest) {
        const begun = separator.startsWith('{') ? '{\n  "findings": [' : '';
        await append(`${begun}\n  ],\n${JSON.stringify(rest, null, 2).slice(2)}\n`);
      },
    });
  });
}
