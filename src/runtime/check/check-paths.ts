import type { PartialReport } from "../../check/finding.ts";
import { pathReport, type ProbedDatabase, type ProbedDirectory } from "../../check/path-findings.ts";
import { dirname } from "../../kernel/posix-path.ts";
import { reasonOf } from "../../kernel/reason-of.ts";
import { CORE_MIGRATIONS } from "../../storage/core-migrations.ts";
import { examineDatabase } from "../../storage/examine-database.ts";
import { DEVICE_MODEL_MIGRATIONS } from "../../storage/variable-migrations.ts";
import { coreDatabaseFile, type ModuleConfig } from "../module-config.ts";
import type { StationFiles } from "./station-files.ts";

/** Readable by others than owner and group. */
const FOR_OTHERS = 0o007;

/** Tries the directories in which the module writes, and looks into its databases. */
export async function checkPaths(files: StationFiles, config: ModuleConfig): Promise<PartialReport> {
  const directories = await Promise.all([
    probeDirectory("CoreDatabasePath", config.coreDatabasePath),
    probeDirectory("DeviceModelDatabasePath", dirname(config.deviceModelDatabasePath)),
    probeDirectory("EverestDeviceModelDatabasePath", dirname(config.everestDeviceModelDatabasePath)),
    probeDirectory("MessageLogPath", config.messageLogPath),
  ]);
  return pathReport(files, directories, [
    probeDatabase(coreDatabaseFile(config), "core", CORE_MIGRATIONS),
    probeDatabase(config.deviceModelDatabasePath, "device model", DEVICE_MODEL_MIGRATIONS),
  ]);
}

async function probeDirectory(parameter: string, path: string): Promise<ProbedDirectory> {
  const existing = await nearestExisting(path);
  if (existing.kind === "noDirectory") {
    return { parameter, outcome: { kind: "noDirectory", path: existing.path } };
  }
  try {
    await Deno.remove(await Deno.makeTempFile({ dir: existing.path, prefix: ".ocpp201-check-" }));
    return { parameter, outcome: { kind: "writable" } };
  } catch (error) {
    return { parameter, outcome: { kind: "unwritable", path: existing.path, reason: plain(error) } };
  }
}

/** The directory itself, or the one in which it would be created. */
async function nearestExisting(
  path: string,
): Promise<{ readonly kind: "directory" | "noDirectory"; readonly path: string }> {
  try {
    const { isDirectory } = await Deno.stat(path);
    return { kind: isDirectory ? "directory" : "noDirectory", path };
  } catch (error) {
    const parent = dirname(path);
    if (parent === path || !(error instanceof Deno.errors.NotFound)) return { kind: "directory", path };
    return await nearestExisting(parent);
  }
}

function plain(error: unknown): string {
  return error instanceof Deno.errors.PermissionDenied ? "it is not allowed" : reasonOf(error);
}

function probeDatabase(
  file: string,
  kind: ProbedDatabase["kind"],
  migrations: readonly string[],
): ProbedDatabase {
  const examination = examineDatabase(file, { kind, migrations }, () => undefined);
  return { file, kind, examination, readableBy: isOpenForOthers(file) ? "everybody" : "ownerAndGroup" };
}

function isOpenForOthers(path: string): boolean {
  try {
    return ((Deno.statSync(path).mode ?? 0) & FOR_OTHERS) !== 0;
  } catch {
    // There is no file yet.
    return false;
  }
}
