import { dirname } from "../../kernel/posix-path.ts";
import { reasonOf } from "../../kernel/reason-of.ts";
import type { DatabaseExamination } from "../../storage/examine-database.ts";
import { examineDatabase } from "../../storage/examine-database.ts";
import { CORE_MIGRATIONS } from "../../storage/core-migrations.ts";
import { DEVICE_MODEL_MIGRATIONS } from "../../storage/variable-migrations.ts";
import { coreDatabaseFile, type ModuleConfig } from "../module-config.ts";
import type { Finding, PartialReport } from "./finding.ts";
import { at } from "./placed-finding.ts";
import type { StationFiles } from "./station-files.ts";

/** Readable by others than owner and group. */
const FOR_OTHERS = 0o007;

/** Whether the module could write where it must, and what it would make of the databases that it finds. */
export async function checkPaths(files: StationFiles, config: ModuleConfig): Promise<PartialReport> {
  const directories = [
    ["CoreDatabasePath", config.coreDatabasePath],
    ["DeviceModelDatabasePath", dirname(config.deviceModelDatabasePath)],
    ["EverestDeviceModelDatabasePath", dirname(config.everestDeviceModelDatabasePath)],
    ["MessageLogPath", config.messageLogPath],
  ] as const;
  const findings = await Promise.all(directories.map(([name, path]) => directoryFindings(files, name, path)));
  const databases = [
    databaseFindings(coreDatabaseFile(config), { kind: "core", migrations: CORE_MIGRATIONS }),
    databaseFindings(config.deviceModelDatabasePath, {
      kind: "device model",
      migrations: DEVICE_MODEL_MIGRATIONS,
    }),
  ];
  return {
    findings: [...findings, ...databases].flat(),
    notChecked: ["paths as the module's user: they were tried as the user who called this command"],
  };
}

async function directoryFindings(
  files: StationFiles,
  parameter: string,
  path: string,
): Promise<readonly Finding[]> {
  const existing = await nearestExisting(path);
  const general = { severity: "error", subject: "paths" } as const;
  const place = ["config_module", parameter];
  if (existing.kind === "noDirectory") {
    const text = `${parameter}: ${existing.path} is no directory`;
    return [at(files, place, { ...general, text, instead: "the path of a directory" })];
  }
  try {
    await Deno.remove(await Deno.makeTempFile({ dir: existing.path, prefix: ".ocpp201-check-" }));
    return [];
  } catch (error) {
    const text = `${parameter}: nothing can be written in ${existing.path}: ${plain(error)}`;
    const instead = `sudo chown <the module's user> ${existing.path}, or another ${parameter}`;
    return [at(files, place, { ...general, text, instead })];
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

function databaseFindings(
  file: string,
  options: { readonly kind: "core" | "device model"; readonly migrations: readonly string[] },
): readonly Finding[] {
  const general = { subject: "databases", file } as const;
  const state = examineDatabase(file, options, () => undefined);
  const readers = openForOthers(file)
    ? [
      {
        ...general,
        severity: "warning",
        text: "everybody on this machine may read the file, which has passwords in it",
        instead: `chmod o= ${file}`,
      } as const,
    ]
    : [];
  const unusable = databaseText(state, options.kind);
  return [
    ...readers,
    ...(unusable === undefined ? [] : [{ ...general, severity: "warning", ...unusable } as const]),
  ];
}

/** What the next start does with a database that is not simply ours. */
function databaseText(
  state: DatabaseExamination<undefined>,
  kind: "core" | "device model",
): Pick<Finding, "text" | "instead"> | undefined {
  switch (state.kind) {
    case "absent":
    case "empty":
    case "ours":
      return undefined;
    case "foreign":
      return {
        text: `this is not our ${kind} database: the next start sets it aside and imports from it`,
        instead: "OCPP201 import --dry-run DIR shows what is imported",
      };
    case "newer":
      return {
        text:
          "a later version of this module wrote it: the next start sets it aside and begins with an empty one",
        instead: "install the later version again, or restore the copy beside it",
      };
    case "damaged":
      return {
        text: `it is damaged (${state.reason}): the next start sets it aside and begins with an empty one`,
        instead: "keep the file for support, and look at the disk",
      };
  }
}

function openForOthers(path: string): boolean {
  try {
    return ((Deno.statSync(path).mode ?? 0) & FOR_OTHERS) !== 0;
  } catch {
    // There is no file yet.
    return false;
  }
}
