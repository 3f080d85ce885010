import type {
  DisplayMessageStatusEnumType,
  GetDisplayMessagesRequest,
  MessageContentType,
  MessageInfoType,
  StatusInfoType,
} from "../../ocpp/messages.ts";

/** Answer of the display to new messages. */
export interface DisplayVerdict {
  readonly status: DisplayMessageStatusEnumType;
  readonly statusInfo?: StatusInfoType;
}

/** Which messages are requested; an absent field matches every message. */
export type MessageQuery = Pick<GetDisplayMessagesRequest, "id" | "priority" | "state">;

/** The display: it keeps messages and shows each at its time and in its state. Never rejects. */
export interface DisplayPort {
  /** A message replaces the one with the same id. */
  set(messages: readonly MessageInfoType[]): Promise<DisplayVerdict>;
  /** The messages of the display; undefined when it does not answer. */
  list(query: MessageQuery): Promise<readonly MessageInfoType[] | undefined>;
  clear(id: number): Promise<"cleared" | "unknown" | "failed">;
  /** Shows texts about a transaction, one per language; they replace the former ones about it. */
  showAbout(transactionId: string, texts: readonly MessageContentType[]): Promise<DisplayVerdict>;
}
