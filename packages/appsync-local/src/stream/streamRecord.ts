import type { AttributeValue, _Record } from '@aws-sdk/client-dynamodb-streams';

/** An item as stream records hold it: attribute values of DynamoDB's JSON, binary as base64. */
type Image = Record<string, unknown>;

/** A record as Lambda hands it to a function (Lambda Developer Guide, "Example event"). */
export interface StreamRecord {
  eventID: string;
  eventName: string;
  eventVersion: string;
  eventSource: 'aws:dynamodb';
  awsRegion: string;
  dynamodb: {
    /** Seconds since the epoch. */
    ApproximateCreationDateTime: number;
    Keys: Image;
    NewImage?: Image;
    OldImage?: Image;
    SequenceNumber: string;
    SizeBytes: number;
    StreamViewType: string;
  };
  eventSourceARN: string;
}

/** Turns a record of DynamoDB's stream into the one that a function gets. */
export function toStreamRecord(record: _Record, awsRegion: string, eventSourceARN: string): StreamRecord {
  const {
    Keys = {},
    NewImage,
    OldImage,
    SequenceNumber = '',
    SizeBytes = 0,
    StreamViewType = '',
    ApproximateCreationDateTime,
  } = record.dynamodb ?? {};
  return {
    eventID: record.eventID ?? '',
    eventName: record.eventName ?? '',
    eventVersion: record.eventVersion ?? '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor((ApproximateCreationDateTime?.getTime() ?? 0) / 1000),
      Keys: toImage(Keys),
      ...(NewImage === undefined ? {} : { NewImage: toImage(NewImage) }),
      ...(OldImage === undefined ? {} : { OldImage: toImage(OldImage) }),
      SequenceNumber,
      SizeBytes,
      StreamViewType,
    },
    eventSourceARN,
  };
}

function toImage(item: Record<string, AttributeValue>): Image {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, toJson(value)]));
}

function toJson(value: AttributeValue): unknown {
  if (value.B !== undefined) {
    return { B: Buffer.from(value.B).toString('base64') };
  }
  if (value.BS !== undefined) {
    return { BS: value.BS.map((one) => Buffer.from(one).toString('base64')) };
  }
  if (value.L !== undefined) {
    return { L: value.L.map(toJson) };
  }
  if (value.M !== undefined) {
    return { M: toImage(value.M) };
  }
  return value;
}
