import { DatabaseSync } from "node:sqlite";
import type { StationFiles } from "../fakes/process/station-files.ts";

/** Bytes of a database and its write-ahead log. */
export interface FileUse {
  readonly main: number;
  readonly log: number;
}

export interface DiskUse {
  readonly core: FileUse;
  readonly deviceModel: FileUse;
}

export function diskUse({ coreDatabase, deviceModelDatabase }: StationFiles): DiskUse {
  return { core: fileUse(coreDatabase), deviceModel: fileUse(deviceModelDatabase) };
}

function fileUse(path: string): FileUse {
  return { main: size(path), log: size(`${path}-wal`) };
}

function size(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}

/** What a stopped module has left to do: nothing, when everything was said and nobody charges. */
export function leftOvers({ coreDatabase }: StationFiles): string[] {
  const db = new DatabaseSync(coreDatabase, { readOnly: true });
  const count = (table: string) => Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.["n"]);
  const left = ["outbox", "open_transaction", "idle_session", "ended_meter_value"]
    .flatMap((table) => count(table) > 0 ? [`${count(table)} rows are left in ${table}`] : []);
  db.close();
  return left;
}
