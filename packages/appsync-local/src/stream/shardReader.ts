import {
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  TrimmedDataAccessException,
  type DynamoDBStreamsClient,
  type _Record,
} from '@aws-sdk/client-dynamodb-streams';

/** Reads one shard from a position to its end. */
export class ShardReader {
  readonly #client: DynamoDBStreamsClient;
  readonly #shard: { StreamArn: string; ShardId: string };
  readonly #signal: AbortSignal;
  #after: string | null;
  #iterator?: string;

  constructor(
    client: DynamoDBStreamsClient,
    shard: { StreamArn: string; ShardId: string },
    after: string | null,
    signal: AbortSignal,
  ) {
    this.#client = client;
    this.#shard = shard;
    this.#after = after;
    this.#signal = signal;
  }

  /**
   * The next records, in order, and whether the shard is closed and read to its end. Takes a new iterator where one
   * expired (after 15 minutes) or its records were trimmed (after a day).
   */
  async next(): Promise<{ records: _Record[]; isAtEnd: boolean }> {
    this.#iterator ??= await this.#newIterator();
    try {
      const { Records: records = [], NextShardIterator: next } = await this.#client.send(
        new GetRecordsCommand({ ShardIterator: this.#iterator }),
        { abortSignal: this.#signal },
      );
      this.#after = records.at(-1)?.dynamodb?.SequenceNumber ?? this.#after;
      this.#iterator = next;
      return { records, isAtEnd: next === undefined };
    } catch (error) {
      this.#iterator = undefined;
      // What came next was trimmed: go on with the oldest there is.
      if (error instanceof TrimmedDataAccessException) {
        this.#after = null;
      } else if (!(error instanceof ExpiredIteratorException)) {
        throw error;
      }
      return { records: [], isAtEnd: false };
    }
  }

  async #newIterator(): Promise<string | undefined> {
    const position =
      this.#after === null
        ? { ShardIteratorType: 'TRIM_HORIZON' as const }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, SequenceNumber: this.#after };
    try {
      const { ShardIterator: iterator } = await this.#client.send(
        new GetShardIteratorCommand({ ...this.#shard, ...position }),
        { abortSignal: this.#signal },
      );
      return iterator;
    } catch (error) {
      if (!(error instanceof TrimmedDataAccessException)) {
        throw error;
      }
      // What came next is older than a day and gone.
      this.#after = null;
      return this.#newIterator();
    }
  }
}
