// util.dynamodb. Runs inside the sandbox, before it is hardened; captures what it needs. Outputs as recorded from
// EvaluateCode (docs/reference/appsync.md#attribute-values): numbers stay JSON numbers, NULL is {NULL: null}.
(function () {
  'use strict';
  const { keys } = Object;
  const { isArray } = Array;
  const { stringify } = JSON;
  const Failure = Error;

  const toDynamoDB = (value) => {
    if (value === null) {
      return { NULL: null };
    }
    if (typeof value === 'string') {
      return { S: value };
    }
    if (typeof value === 'number') {
      return { N: value };
    }
    if (typeof value === 'boolean') {
      return { BOOL: value };
    }
    if (isArray(value)) {
      return { L: value.map(toDynamoDB) };
    }
    if (typeof value === 'object') {
      return { M: toMapValues(value) };
    }
    // What AppSync makes of it was never recorded, so nobody may rely on it.
    throw new Failure(`not emulated: ${typeof value} as a DynamoDB value`);
  };

  const toMapValues = (map) => {
    if (map === null || map === undefined) {
      return null;
    }
    const typed = {};
    for (const key of keys(map)) {
      if (map[key] === undefined) {
        throw new Failure(`not emulated: undefined as a DynamoDB value, of ${key}`);
      }
      typed[key] = toDynamoDB(map[key]);
    }
    return typed;
  };

  const as = (type) => (value) => (value === null || value === undefined ? null : { [type]: value });

  return {
    toDynamoDB,
    toString: as('S'),
    toNumber: as('N'),
    toBoolean: as('BOOL'),
    toBinary: as('B'),
    toStringSet: as('SS'),
    toNumberSet: as('NS'),
    toBinarySet: as('BS'),
    toNull: () => ({ NULL: null }),
    toList: (list) => (list === null || list === undefined ? null : { L: list.map(toDynamoDB) }),
    toMap: (map) => (map === null || map === undefined ? null : { M: toMapValues(map) }),
    toMapValues,
    toS3Object: (key, bucket, region, version) => ({ S: stringify({ s3: { key, bucket, region, version } }) }),
  };
});
