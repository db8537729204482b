import type { DataSourceName } from './resolverFile.ts';

/**
 * The data source a file works on: by its suffix, or for a file of the table by its type. Only mutations get the source
 * that can write, and a step of one that queries says so (`.reader`).
 */
export function chooseDataSource(type: string, suffix: string | undefined): DataSourceName {
  switch (suffix) {
    case '.none':
      return 'None';
    case '.reader':
      return 'TableReader';
    case '.lane':
      return 'LaneWriter';
    case '.lambda':
      return 'PromoteFromWaitlist';
    case '.settle':
      return 'Settle';
    default:
      return type === 'Mutation' ? 'TableWriter' : 'TableReader';
  }
}
