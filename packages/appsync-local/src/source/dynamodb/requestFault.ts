/** The request object is not one that AppSync takes: the field fails with errorType 'MappingTemplate'. */
export class RequestFault extends Error {
  override readonly name = 'RequestFault';
}
