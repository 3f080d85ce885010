import type { DatabaseSync } from "node:sqlite";

/** A row of the C++ module's database that is not imported. */
export interface LeftRow {
  /** Names it for people, e.g. `TransactionEvent 4711`. */
  readonly row: string;
  readonly reason: string;
}

/** Why a row about an EVSE is left that this station does not have. */
export const NO_SUCH_EVSE = "the station has no such EVSE";

/** What one kind of rows amounts to. */
export interface ImportReading<T> {
  readonly rows: readonly T[];
  readonly left: readonly LeftRow[];
}

/**
 * One kind of content of the C++ module's core database (schema 3 to 6). Reading changes nothing, so that it can also be shown
 * what would be imported.
 */
export interface ImportPart<T> {
  /** For people, in the plural. */
  readonly name: string;
  /** The tables that it reads; a database without one of them has nothing of this kind. */
  readonly tables: readonly string[];
  read(foreign: DatabaseSync): ImportReading<T>;
  /** One line about a row, for people. */
  describe(row: T): string;
  /** The target has it already; then its own counts. Absent: writing such a row again changes nothing. */
  isKnown?(target: DatabaseSync, row: T): boolean;
  /** Absent: nothing of this kind can be imported; `read` only counts. */
  write?(fresh: DatabaseSync, rows: readonly T[]): void;
  /** Notes in the target that it has everything of this kind from the file of this name. Absent: nobody asks. */
  noteImport?(fresh: DatabaseSync, file: string): void;
}
