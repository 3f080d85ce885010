import type { CallResult } from "../everest/interfaces/client.ts";
import type { EvseSecurity } from "../everest/interfaces/evse-security.ts";
import { reasonOf } from "../kernel/reason-of.ts";
import type { CsmsRootSource } from "../station/ports/csms-root-source.ts";
import type { CertificateFiles } from "./certificate-files.ts";
import { SECURITY_TIMEOUT_MS } from "./command-timeouts.ts";

type Reading = Awaited<ReturnType<CsmsRootSource["installed"]>>;

/** The CSMS roots of EVerest's security module: a bundle file, or a directory where the station has no bundle. */
export function createCsmsRootSource(
  security: Pick<EvseSecurity, "getVerifyFile" | "getVerifyLocation">,
  files: CertificateFiles,
): CsmsRootSource {
  return {
    async installed() {
      const file = await security.getVerifyFile("CSMS", SECURITY_TIMEOUT_MS);
      if (file.kind === "result" && file.value !== "") {
        return await readingOf(() => readAll([file.value], files));
      }
      const location = await security.getVerifyLocation("CSMS", SECURITY_TIMEOUT_MS);
      if (location.kind === "result" && location.value !== "") {
        return await readingOf(() => readLocation(location.value, files));
      }
      return unavailable(`the security module names no CSMS root certificate${why(file)}${why(location)}`);
    },
  };
}

async function readLocation(path: string, files: CertificateFiles): Promise<string[]> {
  const entries = await files.filesIn(path);
  if (entries === undefined) return await readAll([path], files);
  const certificates = entries.filter((entry) => /\.(pem|crt)$/.test(entry));
  if (certificates.length === 0) throw new Error(`${path} holds no certificates`);
  return await readAll(certificates, files);
}

function readAll(paths: readonly string[], files: CertificateFiles): Promise<string[]> {
  return Promise.all(paths.map((path) => files.read(path)));
}

async function readingOf(read: () => Promise<string[]>): Promise<Reading> {
  try {
    return { kind: "read", caCerts: await read() };
  } catch (error) {
    return unavailable(reasonOf(error));
  }
}

function why(answer: CallResult<string>): string {
  return answer.kind === "failed" ? ` (${answer.reason})` : "";
}

function unavailable(reason: string): { kind: "unavailable"; reason: string } {
  return { kind: "unavailable", reason };
}
