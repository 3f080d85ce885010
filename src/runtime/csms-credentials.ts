import { join } from "node:path";
import type { Credentials, ShownCertificate, TlsMaterial } from "../csms/tls-credentials.ts";
import type { CallResult } from "../everest/interfaces/client.ts";
import type { EvseSecurity } from "../everest/interfaces/evse-security.ts";
import type { ClientCertificates } from "./client-certificates.ts";

/** The security module answers from disk; a dial must not hang on it. */
const TIMEOUT_MS = 10_000;

type Reading<T> = { kind: "read"; value: T } | { kind: "unavailable"; reason: string };

export interface CsmsCredentialsDeps {
  readonly security: EvseSecurity;
  readonly clientCertificates: ClientCertificates;
  raiseSecurityEvent(type: string, techInfo: string): void;
}

/** Certificates for the CSMS link from EVerest's security module, which names files; read anew for every dial. */
export function createCsmsCredentials(deps: CsmsCredentialsDeps): Credentials {
  const { security, clientCertificates } = deps;
  return {
    async tlsMaterial(securityProfile, preferred): Promise<TlsMaterial> {
      const [roots, client] = await Promise.all([
        readRoots(security),
        securityProfile === 3 ? clientCertificates.read(preferred) : undefined,
      ]);
      if (roots.kind === "unavailable") return roots;
      if (client === undefined) return { caCerts: roots.value };
      if (client.kind === "unavailable") return client;
      const { shown } = client;
      return {
        caCerts: roots.value,
        clientCertificate: client.value,
        ...(shown === undefined ? {} : { shown }),
      };
    },
    proved: (shown) => void settle(shown),
  };

  async function settle(shown: ShownCertificate): Promise<void> {
    const roots = await readRoots(security);
    const wasRenewedOne = await clientCertificates.proved(shown, roots.kind === "read" ? roots.value : []);
    // A02.FR.29
    if (wasRenewedOne) {
      deps.raiseSecurityEvent("DiscardedRenewedClientCertificate", "no connection could be made with it");
    }
  }
}

/** The bundle file; stations without one keep a directory of certificates. */
async function readRoots(security: EvseSecurity): Promise<Reading<string[]>> {
  const file = await security.getVerifyFile("CSMS", TIMEOUT_MS);
  if (file.kind === "result" && file.value !== "") return await readingOf(() => readPemFiles([file.value]));
  const location = await security.getVerifyLocation("CSMS", TIMEOUT_MS);
  if (location.kind === "result" && location.value !== "") {
    return await readingOf(() => readPemLocation(location.value));
  }
  return unavailable(`the security module names no CSMS root certificate${why(file)}${why(location)}`);
}

async function readPemLocation(path: string): Promise<string[]> {
  if (!(await Deno.stat(path)).isDirectory) return await readPemFiles([path]);
  const files: string[] = [];
  for await (const entry of Deno.readDir(path)) {
    if (!entry.isDirectory && /\.(pem|crt)$/.test(entry.name)) files.push(join(path, entry.name));
  }
  if (files.length === 0) throw new Error(`${path} holds no certificates`);
  return await readPemFiles(files.sort());
}

function readPemFiles(paths: readonly string[]): Promise<string[]> {
  return Promise.all(paths.map((path) => Deno.readTextFile(path)));
}

async function readingOf<T>(read: () => Promise<T>): Promise<Reading<T>> {
  try {
    return { kind: "read", value: await read() };
  } catch (error) {
    return unavailable(error instanceof Error ? error.message : String(error));
  }
}

function why(answer: CallResult<string>): string {
  return answer.kind === "failed" ? ` (${answer.reason})` : "";
}

function unavailable(reason: string): { kind: "unavailable"; reason: string } {
  return { kind: "unavailable", reason };
}
