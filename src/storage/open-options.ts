import type { DatabaseSync } from "node:sqlite";
import type { Logger } from "../kernel/logger.ts";
import type { DatabaseKind } from "./migrations.ts";
import type { WholeTables } from "./whole-tables.ts";
import type { RowShapes } from "./unreadable-rows.ts";

export interface OpenOptions {
  readonly kind: DatabaseKind;
  /** SQL scripts, one per schema version, oldest first; append only. */
  readonly migrations: readonly string[];
  readonly log: Logger;
  /** Rows of another shape are left out. Absent: all JSON is accepted. */
  readonly shapes?: RowShapes;
  /** Of a damaged database these come whole into the one that takes its place, or not at all. */
  readonly whole?: readonly WholeTables[];
  /**
   * Imports the usable rows from a database of another program, which stays beside ours under the name `keptAs`;
   * returns how many. Throws when it does not know the schema: then nothing is imported.
   */
  readonly adopt?: (foreign: DatabaseSync, fresh: DatabaseSync, keptAs: string) => number;
  /** Called when there is no room to open the file: what is written is lost at the end of the process. */
  readonly onStandIn?: () => void;
}
