import type { TextPosition } from "../everest/definitions-yaml.ts";

/** One thing that is wrong in the files of a station. */
export interface Finding {
  /** An error keeps the module from starting, or a part of the file from being used. */
  readonly severity: "error" | "warning";
  readonly subject: "configuration" | "paths" | "device model" | "error map" | "databases" | "certificates";
  readonly file: string;
  readonly position?: TextPosition;
  /** What is wrong. */
  readonly text: string;
  /** What to write or do instead. */
  readonly instead?: string;
}

/** What one part of the check has found, and what it could not look at. */
export interface PartialReport {
  readonly findings: readonly Finding[];
  readonly notChecked: readonly string[];
}

export interface CheckReport extends PartialReport {
  readonly configPath: string;
  readonly moduleId: string;
}
