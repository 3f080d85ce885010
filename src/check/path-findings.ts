import type { DatabaseExamination } from "../storage/examine-database.ts";
import type { ConfiguredStation } from "./configured-station.ts";
import type { Finding, PartialReport } from "./finding.ts";
import { at } from "./placed-finding.ts";

/** A directory in which the module writes, and what came of trying it. */
export interface ProbedDirectory {
  /** The parameter that names it. */
  readonly parameter: string;
  readonly outcome:
    | { readonly kind: "writable" }
    | { readonly kind: "noDirectory"; readonly path: string }
    /** The file system refuses, or the runtime does. */
    | { readonly kind: "unwritable" | "refused"; readonly path: string; readonly reason: string };
}

export interface ProbedDatabase {
  readonly file: string;
  readonly kind: "core" | "device model";
  readonly examination: DatabaseExamination<undefined>;
  readonly readableBy: "everybody" | "ownerAndGroup";
  /** Who may look into it, where the user who called the command may not. */
  readonly closed?: string;
}

/**
 * Whether the module can write where it must, what it makes of the databases that it finds, and which files of the message log
 * everybody may read.
 */
export function pathReport(
  station: ConfiguredStation,
  directories: readonly ProbedDirectory[],
  databases: readonly ProbedDatabase[],
  openLogs: readonly string[],
): PartialReport {
  return {
    findings: [
      ...directories.flatMap((directory) => directoryFindings(station, directory)),
      ...databases.flatMap(databaseFindings),
      ...openLogs.map(logFinding),
    ],
    notChecked: ["paths as the module's user: they were tried as the user who called this command"],
  };
}

function directoryFindings(
  station: ConfiguredStation,
  { parameter, outcome }: ProbedDirectory,
): readonly Finding[] {
  if (outcome.kind === "writable") return [];
  const general = { severity: "error", subject: "paths" } as const;
  const place = ["config_module", parameter];
  if (outcome.kind === "noDirectory") {
    const text = `${parameter}: ${outcome.path} is no directory`;
    return [at(station, place, { ...general, text, instead: "the path of a directory" })];
  }
  const { path, reason } = outcome;
  const text = `${parameter}: nothing can be written in ${path}: ${reason}`;
  if (outcome.kind === "refused") {
    return [at(station, place, { ...general, text, instead: `a ${parameter} that no link leads there` })];
  }
  const instead = `sudo chown <the module's user> ${path}, or another ${parameter}`;
  return [at(station, place, { ...general, text, instead })];
}

/** Of EVerest's C++ module, or of an earlier version: new ones are not open. */
function logFinding(file: string): Finding {
  return {
    ...{ severity: "warning", subject: "paths", file },
    text: "everybody on this machine may read the file, which has tokens in it",
    instead: `chmod o= ${file}`,
  };
}

function databaseFindings(database: ProbedDatabase): readonly Finding[] {
  const { file, readableBy } = database;
  const general = { subject: "databases", file, severity: "warning" } as const;
  const readers: readonly Finding[] = readableBy === "everybody"
    ? [{
      ...general,
      text: "everybody on this machine may read the file, which has passwords in it",
      instead: `chmod o= ${file}`,
    }]
    : [];
  const unusable = databaseText(database);
  return [...readers, ...(unusable === undefined ? [] : [{ ...general, ...unusable }])];
}

/** What the next start does with a database that is not simply ours. */
function databaseText(
  { examination, kind, closed }: ProbedDatabase,
): Pick<Finding, "text" | "instead"> | undefined {
  switch (examination.kind) {
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
    case "closed":
      return {
        text: `it was not looked into: ${closed}`,
        instead: "call this command as one of them, e.g. with sudo",
      };
    case "refused":
      return {
        text: `it was not looked into: ${examination.reason}`,
        instead: "try it again, and look at the disk and at who else uses the file",
      };
    case "damaged":
      return {
        text:
          `it is damaged (${examination.reason}): the next start sets it aside and begins with an empty one`,
        instead: "keep the file for support, and look at the disk",
      };
  }
}
