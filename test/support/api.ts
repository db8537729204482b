import { type CallAs } from 'appsync-local';

export const admin: CallAs = { username: 'root', groups: ['admins'] };
export const backend: CallAs = 'iam';
export const anyone: CallAs = 'apiKey';
export const user = (username: string): CallAs => ({ username });
export const door = (username: string): CallAs => ({ username, groups: ['door'] });
export const organizer = (username: string): CallAs => ({ username, groups: ['organizers'] });

export interface GraphqlError {
  message: string;
  errorType?: string | null;
  errorInfo?: Record<string, unknown> | null;
  path?: (string | number)[] | null;
}

export interface CallAnswer {
  status: number;
  // What comes back is as the test asked for it.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  data: any;
  errors: GraphqlError[];
}
