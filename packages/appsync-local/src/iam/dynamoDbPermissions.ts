/** Where resources are. */
export interface Place {
  region: string;
  accountId: string;
}

/** An action and the resource it is done to. */
export interface Permission {
  action: string;
  resource: string;
}

/** An operation whose permissions are not known here. */
export class NotJudged extends Error {
  override readonly name = 'NotJudged';
}

/** The parts of a request that say what it is about. */
export interface TableRequest {
  TableName?: string;
  IndexName?: string;
  RequestItems?: Record<string, unknown>;
  TransactItems?: Record<string, { TableName?: string } | undefined>[];
}

const SINGLE = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan'];
const MEMBER_ACTIONS: Record<string, string> = {
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

/**
 * The permissions that a DynamoDB request needs, on tables and, where it names one, on the index. A transaction has no
 * action of its own: each member needs its own (DynamoDB Developer Guide, "Using IAM with DynamoDB transactions").
 * Throws NotJudged for other operations.
 */
export function permissionsOf(operation: string, input: TableRequest, place: Place): Permission[] {
  if (SINGLE.includes(operation)) {
    return [permission(operation, tableArn(input.TableName, place), input.IndexName)];
  }
  if (operation === 'BatchGetItem' || operation === 'BatchWriteItem') {
    return Object.keys(input.RequestItems ?? {}).map((table) => permission(operation, tableArn(table, place)));
  }
  if (operation !== 'TransactGetItems' && operation !== 'TransactWriteItems') {
    throw new NotJudged(`not emulated: ${operation} under a role`);
  }
  return (input.TransactItems ?? []).flatMap((item) =>
    Object.entries(item).flatMap(([kind, member]) => {
      const action = MEMBER_ACTIONS[kind];
      return action === undefined || member === undefined
        ? []
        : [permission(action, tableArn(member.TableName, place))];
    }),
  );
}

function permission(operation: string, table: string, index?: string): Permission {
  return { action: `dynamodb:${operation}`, resource: index === undefined ? table : `${table}/index/${index}` };
}

/** Requests may name a table by its ARN. */
function tableArn(table: string | undefined, { region, accountId }: Place): string {
  return table?.startsWith('arn:') ? table : `arn:aws:dynamodb:${region}:${accountId}:table/${table ?? ''}`;
}
