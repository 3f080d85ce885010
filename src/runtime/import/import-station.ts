import { basename, dirname, join } from "../../kernel/posix-path.ts";
import { DatabaseSync } from "node:sqlite";
import { closedPathText } from "../../host/closed-path.ts";
import { existsSync } from "../../host/files.ts";
import { connectForInspection, INSPECTION_SOCKET } from "../../host/inspection-socket.ts";
import { reasonOf } from "../../kernel/reason-of.ts";
import { silentLogger } from "../../kernel/silent-logger.ts";
import { CORE_MIGRATIONS } from "../../storage/core-migrations.ts";
import { fileExists, filesOf, IN_MEMORY } from "../../storage/database-file.ts";
import { mayNotWrite } from "../../storage/disk-refusal.ts";
import { type DatabaseExamination, examineDatabase } from "../../storage/examine-database.ts";
import { deviceModelParts } from "../../storage/libocpp-import/import-core.ts";
import type { ImportPart } from "../../storage/libocpp-import/import-part.ts";
import { type DatabaseKind, migrate } from "../../storage/migrations.ts";
import { openDatabase } from "../../storage/open-database.ts";
import { copyTable, tablesOf } from "../../storage/table-copy.ts";
import { DEVICE_MODEL_MIGRATIONS } from "../../storage/variable-migrations.ts";
import { unknownDatabaseText } from "../check/unknown-database.ts";
import { coreImportParts } from "../libocpp-core-import.ts";
import { coreDatabaseFile, type ModuleConfig } from "../module-config.ts";
import { type ImportedDatabase, importParts } from "./import-parts.ts";

export interface ImportReport {
  readonly isDryRun: boolean;
  readonly databases: readonly ImportedDatabase[];
}

export interface ImportRequest {
  /** Where the databases of EVerest's C++ module lie. */
  readonly directory: string;
  readonly mode: "dryRun" | "import";
  /** How many EVSEs are connected. */
  readonly evses: number;
}

interface Import {
  readonly kind: DatabaseKind;
  readonly migrations: readonly string[];
  readonly parts: readonly ImportPart<unknown>[];
  /** As the C++ module names its file. */
  readonly name: string;
  /** Ours. */
  readonly target: string;
}

/**
 * Imports the databases of EVerest's C++ module into those of this station, while no module runs: two writers would
 * overtake each other. What the station has already stays as it is. Resolves with why nothing was done.
 */
export async function importStation(
  config: ModuleConfig,
  { directory, mode, evses }: ImportRequest,
): Promise<ImportReport | string> {
  const inUse = mode === "import" ? await useByModule(config) : undefined;
  if (inUse !== undefined) return inUse;
  const imports: readonly Import[] = [
    {
      ...{ kind: "core", migrations: CORE_MIGRATIONS, parts: coreImportParts(evses) },
      ...{ name: "cp.db", target: coreDatabaseFile(config) },
    },
    {
      ...{ kind: "device model", migrations: DEVICE_MODEL_MIGRATIONS, parts: deviceModelParts },
      ...{ name: "device_model_storage.db", target: config.deviceModelDatabasePath },
    },
  ];
  const unknown = unknownFile(directory, imports);
  if (unknown !== undefined) return unknown;
  const found = imports.flatMap((each) => {
    const source = foreignFile(directory, each);
    return source === undefined ? [] : [{ ...each, source }];
  });
  if (found.length === 0) return `${directory} has no database of EVerest's C++ module`;
  const inTheWay = mode === "import"
    ? found.find((each) => examine(each.target, each).kind === "foreign")
    : undefined;
  if (inTheWay !== undefined) {
    return `${inTheWay.target} is the C++ module's own database: the first start of this module imports it`;
  }
  return { isDryRun: mode === "dryRun", databases: found.map((each) => importDatabase(each, mode)) };
}

/** Why the module stands in the way, if it does. */
async function useByModule({ coreDatabasePath }: ModuleConfig): Promise<string | undefined> {
  const socket = join(coreDatabasePath, INSPECTION_SOCKET);
  try {
    (await connectForInspection(socket)).close();
    return "the module runs and writes to the same databases: stop it first, or use --dry-run";
  } catch (error) {
    if (!(error instanceof Deno.errors.PermissionDenied)) return undefined;
    // A killed module leaves its socket, and a directory may hide that there is none.
    return `whether the module runs cannot be told: ${closedPathText({ path: socket, access: "write" })}`;
  }
}

/** What neither of the two may be: a database of which nobody knows whose it is. */
function unknownFile(directory: string, imports: readonly Import[]): string | undefined {
  for (const each of imports) {
    for (const path of [...candidates(directory, each), each.target]) {
      const examination = examine(path, each);
      if (examination.kind === "closed" || examination.kind === "refused") {
        return unknownDatabaseText(path, examination);
      }
    }
  }
  return undefined;
}

/** The file under its own name, or as an earlier start of ours has set it aside. */
function foreignFile(directory: string, each: Import): string | undefined {
  return candidates(directory, each).find((path) => examine(path, each).kind === "foreign");
}

function candidates(directory: string, { name }: Import): readonly string[] {
  return [name, ...[1, 2, 3].map((n) => `${name}.foreign-${n}`)].map((file) => join(directory, file));
}

function examine(path: string, { kind, migrations }: Import): DatabaseExamination<undefined> {
  return examineDatabase(path, { kind, migrations }, () => undefined);
}

function importDatabase(
  each: Import & { readonly source: string },
  mode: ImportRequest["mode"],
): ImportedDatabase {
  const { source, target, parts } = each;
  let foreign: DatabaseSync | undefined;
  let db: DatabaseSync | undefined;
  try {
    foreign = new DatabaseSync(source, { readOnly: true });
    db = mode === "import" ? openTarget(each) : openStandIn(each);
    db.exec(mode === "import" ? "BEGIN IMMEDIATE" : "BEGIN");
    const imported = importParts(parts, foreign, db, nameBeside(target, source));
    db.exec(mode === "import" ? "COMMIT" : "ROLLBACK");
    return { source, target, parts: imported };
  } catch (error) {
    if (db?.isTransaction) db.exec("ROLLBACK");
    return { source, target, parts: [], problem: problemOf(error, target) };
  } finally {
    foreign?.close();
    db?.close();
    if (mode === "import") giveToOwner(target);
  }
}

function problemOf(error: unknown, target: string): string {
  if (mayNotWrite(error)) return closedPathText({ path: target, access: "write" });
  if (!(error instanceof Deno.errors.PermissionDenied)) return reasonOf(error);
  return closedPathText({ path: fileExists(target) ? target : dirname(target), access: "write" });
}

const ROOT = 0;

/** An import by root must not make a file that the user of the module cannot open. */
function giveToOwner(path: string): void {
  if (!existsSync(path)) return;
  const { uid, gid } = Deno.statSync(dirname(path));
  for (const file of filesOf(path).filter(fileExists)) {
    if (Deno.statSync(file).uid === ROOT && uid !== ROOT) Deno.chownSync(file, uid, gid);
  }
}

/** Only what lies beside our database is looked through for customers who are cleared. */
function nameBeside(target: string, source: string): string | undefined {
  return dirname(source) === dirname(target) ? basename(source) : undefined;
}

/** Ours, created or migrated as at a start. Throws without room: what stands in for it then would forget the import. */
function openTarget({ target, kind, migrations }: Import): DatabaseSync {
  const onStandIn = () => {
    throw new Error("the disk is full");
  };
  openDatabase(target, { kind, migrations, log: silentLogger, onStandIn }).close();
  return new DatabaseSync(target);
}

/** What the import would be tried on: ours where it is up to date, else an empty one in memory. */
function openStandIn({ target, kind, migrations }: Import): DatabaseSync {
  const state = examineDatabase(
    target,
    { kind, migrations },
    (db) => db.prepare("PRAGMA user_version").get(),
  );
  const isCurrent = state.kind === "ours" && state.content?.["user_version"] === migrations.length;
  const standIn = new DatabaseSync(IN_MEMORY);
  migrate(standIn, kind, migrations, 0);
  if (isCurrent) copyInto(standIn, target);
  return standIn;
}

function copyInto(standIn: DatabaseSync, path: string): void {
  using station = new DatabaseSync(path, { readOnly: true });
  for (const table of tablesOf(standIn)) {
    standIn.exec(`DELETE FROM "${table}"`);
    copyTable(table, station, standIn);
  }
}
