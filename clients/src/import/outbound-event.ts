/** An event as a client sends it, before anything has judged it: CloudEvents 1.0 in JSON with the extension `revision`. */
export interface OutboundEvent {
  readonly specversion: "1.0";
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly revision: number;
  readonly time?: string;
  readonly datacontenttype: "application/json";
  readonly data: Readonly<Record<string, unknown>>;
}
