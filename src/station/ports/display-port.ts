import type {
  DisplayMessageStatusEnumType,
  GetDisplayMessagesRequest,
  MessageContentType,
  MessageInfoType,
  StatusInfoType,
} from "../../ocpp/messages.ts";

/** What a display says to messages that it was handed. */
export interface DisplayVerdict {
  readonly status: DisplayMessageStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

/** Which messages are asked for; what is absent does not narrow the question. */
export type MessageQuery = Pick<GetDisplayMessagesRequest, "id" | "priority" | "state">;

/** The display as the station sees it: it keeps messages and shows each at its time and in its state. Never rejects. */
export interface DisplayPort {
  /** A message takes the place of the one with the same id. */
  set(messages: readonly MessageInfoType[]): Promise<DisplayVerdict>;
  /** What the display keeps; undefined when it does not tell. */
  list(query: MessageQuery): Promise<readonly MessageInfoType[] | undefined>;
  clear(id: number): Promise<"cleared" | "unknown" | "failed">;
  /** Shows texts about one transaction, one language each, in place of the last ones about it. */
  showAbout(transactionId: string, texts: readonly MessageContentType[]): Promise<DisplayVerdict>;
}
