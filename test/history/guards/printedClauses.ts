import { build } from 'esbuild';
import { ROOT } from '../../architecture/sourceFiles.ts';
import { changedSources, type ChangedSources } from '../bundling.ts';

/** A clause of a transaction, as docs/design.md#transactions shows it. */
export interface PrintedClause {
  transaction: string;
  /** The action's operation and key. */
  action: string;
  clause: string;
}

/**
 * Every clause of every transaction, as the domain prints it.
 * @param changed texts in place of files of the domain, by path from the root
 */
export async function printedClauses(changed: ChangedSources = new Map()): Promise<PrintedClause[]> {
  const { outputFiles } = await build({
    entryPoints: [`${ROOT}tools/docs/transactionTable.ts`],
    bundle: true,
    format: 'esm',
    write: false,
    plugins: [changedSources(changed)],
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? '').toString('base64');
  const { transactionTable } = (await import(`data:text/javascript;base64,${code}`)) as {
    transactionTable(): string;
  };
  const rows = transactionTable().matchAll(/^\| `(.+?)` +\| (\w+ \| .+?) \| (.+?) \|$/gm);
  return [...rows].flatMap(([, transaction = '', action = '', condition = '']) =>
    [...condition.matchAll(/`(.+?)`/g)].map(([, clause = '']) => ({ transaction, action, clause })),
  );
}
