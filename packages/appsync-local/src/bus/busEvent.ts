/** An event as a bus hands it on (EventBridge User Guide, "AWS service event metadata"). */
export interface BusEvent {
  version: '0';
  id: string;
  'detail-type': string;
  source: string;
  account: string;
  /** ISO 8601, without fraction of a second. */
  time: string;
  region: string;
  resources: string[];
  detail: Record<string, unknown>;
}

/** An event that a bus has taken. */
export interface BusMessage {
  busArn: string;
  event: BusEvent;
}
