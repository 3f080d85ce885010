import type { MessageInfoType } from "../../ocpp/messages.ts";

/** Messages of the CSMS, persistent over restarts. */
export interface DisplayMessageStore {
  /** In the order of their ids. */
  all(): readonly MessageInfoType[];
  /** Replaces the message with this id and those in `displaced`; resolves when it is on disk. */
  put(message: MessageInfoType, displaced: readonly number[]): Promise<void>;
  remove(ids: readonly number[]): Promise<void>;
}
