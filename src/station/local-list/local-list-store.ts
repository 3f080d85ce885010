import type { IdTokenInfoType, IdTokenType } from "../../ocpp/messages.ts";

export interface ListedToken {
  readonly idToken: IdTokenType;
  readonly info: IdTokenInfoType;
}

/** A change of the local authorization list that may be carried out. */
export interface ListChange {
  readonly version: number;
  /** "replace": what is not in `listed` is gone. */
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
  /** All of the change with its version or nothing of it; resolves when it is on disk, rejects when the disk refuses. */
  apply(change: ListChange, limits: ListSize): Promise<ListOutcome>;
}
