import type { AttributeEnumType } from "../ocpp/messages.ts";
import type { SetBy, VariableKey } from "./device-model.ts";

/** A value that somebody set: it outranks the configuration's until it is removed. */
export interface StoredValue extends VariableKey {
  readonly attribute: AttributeEnumType;
  readonly value: string;
  readonly setBy: SetBy;
  /** Unix milliseconds; absent: not known. The store fills it in when it saves. */
  readonly setMs?: number;
}

/** Keeps set values across restarts. Implemented by `storage/variable-repository`. */
export interface VariableStore {
  all(): readonly StoredValue[];
  /**
   * Resolves when the values are on disk, and rejects when none of them is. Each replaces an earlier value of the same
   * attribute.
   */
  save(...values: readonly StoredValue[]): Promise<void>;
  /** Resolves when all of them are gone for good. */
  remove(values: readonly StoredValue[]): Promise<void>;
}
