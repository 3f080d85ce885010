import {
  certificatePaths,
  certificateReport,
  isCertificateFile,
  isKeyFile,
  neededCertificates,
} from "../../check/certificate-findings.ts";
import type { CheckedFile } from "../../check/checked-file.ts";
import type { PartialReport } from "../../check/finding.ts";
import type { UsableTargets } from "../../csms/usable-targets.ts";
import { textFiles } from "../../host/files.ts";
import { readTextFile } from "./read-text-file.ts";
import type { StationFiles } from "./station-files.ts";

/** Reads the certificates that the connection to the CSMS needs, in the files of EVerest's module EvseSecurity. */
export async function checkCertificates(
  files: StationFiles,
  targets: UsableTargets,
  nowMs: number,
): Promise<PartialReport> {
  const needed = neededCertificates(targets);
  if (needed === "none") return { findings: [], notChecked: [] };
  const paths = certificatePaths(files, files.prefix);
  if (paths === undefined) {
    return {
      findings: [],
      notChecked: ["certificates: the module at security is not EVerest's EvseSecurity"],
    };
  }
  const roots = await readAll(await pemFiles(paths.roots));
  if (needed === "roots") return certificateReport(paths, { roots }, nowMs);
  const certificates = await readAll(
    (await pemFiles(paths.certificates)).filter((path) =>
      isCertificateFile(path) || path === paths.certificates
    ),
  );
  const keys = (await pemFiles(paths.keys)).filter(isKeyFile);
  return certificateReport(paths, { roots, client: { certificates, keys } }, nowMs);
}

async function readAll(paths: readonly string[]): Promise<readonly CheckedFile[]> {
  return await Promise.all(paths.map(async (path) => ({ path, reading: await readTextFile(path) })));
}

/** The file, or the files of the directory; empty when there is neither. What cannot be looked at is a file. */
async function pemFiles(path: string): Promise<readonly string[]> {
  try {
    return await textFiles.filesIn(path) ?? [path];
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    return [path];
  }
}
