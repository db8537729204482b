import type { DataSource } from './types.ts';

/**
 * The NONE data source: no I/O, `payload` of the request becomes the result
 * (docs/reference/appsync.md#none-data-source).
 */
export function noneSource(): DataSource {
  return {
    async invoke(request) {
      if (request === null || typeof request !== 'object' || Array.isArray(request)) {
        return { fault: { message: 'Expected a JSON object as request.', errorType: 'MappingTemplate' } };
      }
      return { result: ('payload' in request ? request.payload : null) ?? null };
    },
  };
}
