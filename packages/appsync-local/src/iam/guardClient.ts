import { randomUUID } from 'node:crypto';
import { DynamoDBServiceException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { permissionsOf, type Place, type TableRequest } from './dynamoDbPermissions.ts';
import { AccessDenied, type Session } from './session.ts';

/** Makes a client fail, as DynamoDB would make it, with every request that the session's role does not permit. */
export function guardClient(client: DynamoDBClient, session: Session, place: Place): void {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        try {
          for (const { action, resource } of permissionsOf(
            commandName.replace(/Command$/, ''),
            args.input as TableRequest,
            place,
          )) {
            session.require(action, resource);
          }
        } catch (error) {
          if (!(error instanceof AccessDenied)) {
            throw error;
          }
          const { name, message } = error;
          throw new DynamoDBServiceException({
            name,
            message,
            $fault: 'client',
            $metadata: { httpStatusCode: 400, requestId: randomUUID() },
          });
        }
        return next(args);
      },
    { step: 'initialize', name: 'permissions' },
  );
}
