import type { IdTokenInfoType, IdTokenType } from "../../ocpp/messages.ts";

export interface ListedToken {
  readonly idToken: IdTokenType;
  readonly info: IdTokenInfoType;
}

/** A valid change of the local authorization list. */
export interface ListChange {
  readonly version: number;
  /** "replace": entries that are not in `listed` are removed. */
  readonly kind: "replace" | "amend";
  readonly listed: readonly ListedToken[];
  readonly removed: readonly IdTokenType[];
}

export interface ListSize {
  readonly entries: number;
  readonly bytes: number;
}

export type ListOutcome = "stored" | "tooManyEntries" | "tooManyBytes";

/** The local authorization list on disk. */
export interface LocalListStore {
  find(idToken: IdTokenType): IdTokenInfoType | undefined;
  /** 0 before the first update. */
  version(): number;
  size(): ListSize;
  /**
   * Makes the change and its version in one commit; resolves when it is on disk, rejects when the disk
   * refuses.
   */
  apply(change: ListChange, limits: ListSize): Promise<ListOutcome>;
}
