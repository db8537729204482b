/** What the page is told; both sides share this file, so it needs neither Node nor a browser. */
export interface ConsoleSettings {
  /** The API's name. */
  name: string;
  hasApiKey: boolean;
  hasUserPool: boolean;
  hasIam: boolean;
  /** Every Cognito group that the schema names. */
  groups: string[];
  /** The path of the authority's certificate by which programs on this machine trust the server; only with HTTPS. */
  caFile?: string;
  /** Names to begin with, by group; `user` for somebody in no group. */
  usernames: Record<string, string>;
  operations: Operation[];
  /** Why files of operations could not be read, one sentence each. */
  problems: string[];
}

/** An operation that the console offers, complete with the fragments it uses. */
export interface Operation {
  /** The name of its file, without the ending. */
  group: string;
  name: string;
  kind: 'query' | 'mutation' | 'subscription';
  query: string;
  /** Values to begin with; `{username}` in them stands for whoever the console acts as. */
  variables: Record<string, unknown>;
}
