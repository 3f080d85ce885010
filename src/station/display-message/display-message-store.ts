import type { MessageInfoType } from "../../ocpp/messages.ts";

/** Messages of the CSMS that outlive the process. */
export interface DisplayMessageStore {
  /** In the order of their ids. */
  all(): readonly MessageInfoType[];
  /** In place of the one with its id and of those in `displaced`; resolves when it is on disk. */
  put(message: MessageInfoType, displaced: readonly number[]): Promise<void>;
  remove(ids: readonly number[]): Promise<void>;
}
