import type { PartialReport } from "../../check/finding.ts";
import { pathReport, type ProbedDatabase, type ProbedDirectory } from "../../check/path-findings.ts";
import { closedPathText } from "../../host/closed-path.ts";
import { fileFailureText } from "../../host/file-failure.ts";
import { textFiles } from "../../host/files.ts";
import { basename, dirname } from "../../kernel/posix-path.ts";
import { LOG_BASE_NAME } from "../../message-log/message-log.ts";
import { CORE_MIGRATIONS } from "../../storage/core-migrations.ts";
import { type ExaminationOptions, examineDatabase } from "../../storage/examine-database.ts";
import { DEVICE_MODEL_MIGRATIONS } from "../../storage/variable-migrations.ts";
import { coreDatabaseFile, type ModuleConfig } from "../module-config.ts";
import { isRefused, type StationFiles } from "./station-files.ts";

const CORE = { kind: "core", migrations: CORE_MIGRATIONS } as const;
const DEVICE_MODEL = { kind: "device model", migrations: DEVICE_MODEL_MIGRATIONS } as const;
/** Readable by others than owner and group. */
const FOR_OTHERS = 0o007;

/** Tries the directories in which the module writes, and looks into its databases. */
export async function checkPaths(files: StationFiles, config: ModuleConfig): Promise<PartialReport> {
  const isUsable = ({ parameter }: { readonly parameter: string }) => !isRefused(files, parameter);
  const directories = [
    { parameter: "CoreDatabasePath", path: config.coreDatabasePath },
    { parameter: "DeviceModelDatabasePath", path: dirname(config.deviceModelDatabasePath) },
    { parameter: "EverestDeviceModelDatabasePath", path: dirname(config.everestDeviceModelDatabasePath) },
    { parameter: "MessageLogPath", path: config.messageLogPath },
  ];
  const databases = [
    { parameter: "CoreDatabasePath", ...CORE, file: coreDatabaseFile(config) },
    { parameter: "DeviceModelDatabasePath", ...DEVICE_MODEL, file: config.deviceModelDatabasePath },
  ];
  return pathReport(
    files,
    await Promise.all(directories.filter(isUsable).map(probeDirectory)),
    databases.filter(isUsable).map(probeDatabase),
    isUsable({ parameter: "MessageLogPath" }) ? await openLogs(config.messageLogPath) : [],
  );
}

/** Files of the message log that others than owner and group may read. */
async function openLogs(directory: string): Promise<readonly string[]> {
  // A directory that is not there, or cannot be looked into, has its own finding.
  const files = await textFiles.filesIn(directory).catch(() => undefined) ?? [];
  return files.filter((path) => basename(path).startsWith(LOG_BASE_NAME) && isOpenForOthers(path));
}

interface NamedDirectory {
  readonly parameter: string;
  readonly path: string;
}

async function probeDirectory({ parameter, path }: NamedDirectory): Promise<ProbedDirectory> {
  const existing = await nearestExisting(path);
  if (existing.kind === "noDirectory") {
    return { parameter, outcome: { kind: "noDirectory", path: existing.path } };
  }
  try {
    await tryToWrite(existing.path);
    return { parameter, outcome: { kind: "writable" } };
  } catch (error) {
    const kind = error instanceof Deno.errors.NotCapable ? "refused" : "unwritable";
    return { parameter, outcome: { kind, path: existing.path, reason: fileFailureText(error) } };
  }
}

async function tryToWrite(directory: string): Promise<void> {
  const file = await Deno.makeTempFile({ dir: directory, prefix: ".ocpp201-check-" });
  try {
    // A file can be made behind a link into /dev, but not opened.
    await Deno.writeTextFile(file, "");
  } finally {
    await Deno.remove(file);
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
    const isBelow = error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory;
    if (parent === path || !isBelow) return { kind: "directory", path };
    return await nearestExisting(parent);
  }
}

function probeDatabase(
  { file, kind, migrations }: Pick<ProbedDatabase, "file" | "kind"> & Pick<ExaminationOptions, "migrations">,
): ProbedDatabase {
  const examination = examineDatabase(file, { kind, migrations }, () => undefined);
  return {
    ...{ file, kind, examination, readableBy: isOpenForOthers(file) ? "everybody" : "ownerAndGroup" },
    ...(examination.kind === "closed" && { closed: closedPathText(examination) }),
  };
}

function isOpenForOthers(path: string): boolean {
  try {
    return ((Deno.statSync(path).mode ?? 0) & FOR_OTHERS) !== 0;
  } catch {
    // There is no file yet.
    return false;
  }
}
