import { join } from "node:path";
import type { CallResult } from "../../everest/interfaces/client.ts";
import type { EvseSecurity } from "../../everest/interfaces/evse-security.ts";
import type { CertificateHashData } from "../../everest/interfaces/types/evse-security.ts";
import type { Logger } from "../../kernel/logger.ts";
import { reasonOf } from "../../kernel/reason-of.ts";
import type { CertificateStore } from "../../station/ports/certificate-store.ts";
import type { RootRenewal, RootRenewalStore } from "../../station/ports/root-renewal-store.ts";
import { certificateNameOf, plainSerial } from "../../certificates/certificate-hash.ts";
import { isSamePem, pemCertificates } from "../../certificates/pem.ts";
import { signerOf } from "../../certificates/signer.ts";
import { SECURITY_TIMEOUT_MS } from "./security-timeout.ts";

export type RootsReading =
  | { kind: "read"; caCerts: readonly string[]; fallbackCaCerts?: readonly string[] }
  | { kind: "unavailable"; reason: string };

export interface CsmsRootsDeps {
  readonly security: Pick<
    EvseSecurity,
    "getVerifyFile" | "getVerifyLocation" | "getInstalledCertificates" | "deleteCertificate"
  >;
  readonly store: RootRenewalStore;
  readonly log: Logger;
  /** SecurityCtrlr.AdditionalRootCertificateCheck. */
  isChecked(): boolean;
}

/**
 * The CSMS roots of EVerest's security module, read anew for every dial. With the additional check a new root
 * replaces the old one, which must have signed it.
 */
export class CsmsRoots {
  readonly #deps: CsmsRootsDeps;
  #renewal: RootRenewal | undefined;

  constructor(deps: CsmsRootsDeps) {
    this.#deps = deps;
    this.#renewal = deps.store.load();
  }

  /** Never rejects. After a renewal the new root counts, and the old one is the fallback. */
  async read(): Promise<RootsReading> {
    const installed = await this.#installed();
    const renewal = this.#renewal;
    if (installed.kind === "unavailable" || renewal === undefined) return installed;
    const known = installed.caCerts.flatMap(pemCertificates);
    const isInstalled = (root: string) => known.some((candidate) => isSamePem(candidate, root));
    // The CSMS or a person deleted the new root; the renewal is void then.
    if (!isInstalled(renewal.current)) return installed;
    const fallbackCaCerts = isInstalled(renewal.fallback) ? [renewal.fallback] : [];
    return { kind: "read", caCerts: [renewal.current], fallbackCaCerts };
  }

  /** The same store; a CSMS root is only taken when the one in use has signed it. */
  guarding(store: CertificateStore): CertificateStore {
    return {
      ...store,
      install: async (certificate, type) => {
        if (type !== "CSMSRootCertificate" || !this.#deps.isChecked()) {
          return await store.install(certificate, type);
        }
        const installed = await this.#installed();
        const inUse = installed.kind === "read" ? installed.caCerts.flatMap(pemCertificates) : [];
        // The first one replaces nothing.
        if (inUse.length === 0) return await store.install(certificate, type);
        const signer = await signerOf(certificate, inUse);
        if (signer === undefined) {
          return { kind: "refused", reason: "it is not signed by the CSMS root certificate in use" };
        }
        const outcome = await store.install(certificate, type);
        if (outcome.kind === "installed") await this.#replace(signer, certificate);
        return outcome;
      },
    };
  }

  /** The CSMS was reached with the new root: the old one goes. */
  async proved(): Promise<void> {
    const renewal = this.#renewal;
    if (renewal === undefined) return;
    await this.#remember(undefined);
    await this.#delete(renewal.fallback);
  }

  async #replace(old: string, current: string): Promise<void> {
    const before = this.#renewal;
    await this.#remember({ current, fallback: old });
    // Besides the new root only one fallback.
    if (before !== undefined && before.fallback !== old) await this.#delete(before.fallback);
  }

  async #delete(root: string): Promise<void> {
    const { security, log } = this.#deps;
    const hash = await this.#nameOf(root);
    const answer = hash && await security.deleteCertificate(hash, SECURITY_TIMEOUT_MS);
    if (answer?.kind === "result" && answer.value === "Accepted") return;
    log.error("the security module keeps a CSMS root certificate that was replaced", {
      reason: answer === undefined
        ? "it does not list it"
        : answer.kind === "failed"
        ? answer.reason
        : answer.value,
    });
  }

  /** How the security module itself names it: that of an issuer that is gone cannot be worked out. */
  async #nameOf(root: string): Promise<CertificateHashData | undefined> {
    const name = await certificateNameOf(root);
    const answer = await this.#deps.security.getInstalledCertificates(
      ["CSMSRootCertificate"],
      SECURITY_TIMEOUT_MS,
    );
    if (name === undefined || answer.kind === "failed") return undefined;
    return answer.value.certificate_hash_data_chain.map(({ certificate_hash_data: hash }) => hash)
      .find((hash) => plainSerial(hash.serial_number) === name.serialNumber);
  }

  async #remember(renewal: RootRenewal | undefined): Promise<void> {
    this.#renewal = renewal;
    try {
      await this.#deps.store.save(renewal);
    } catch (error) {
      this.#deps.log.error("the replaced CSMS root certificate is not on disk", { error: String(error) });
    }
  }

  /** The bundle file; stations without one keep a directory of certificates. */
  async #installed(): Promise<RootsReading> {
    const { security } = this.#deps;
    const file = await security.getVerifyFile("CSMS", SECURITY_TIMEOUT_MS);
    if (file.kind === "result" && file.value !== "") return await readingOf(() => readPemFiles([file.value]));
    const location = await security.getVerifyLocation("CSMS", SECURITY_TIMEOUT_MS);
    if (location.kind === "result" && location.value !== "") {
      return await readingOf(() => readPemLocation(location.value));
    }
    return unavailable(`the security module names no CSMS root certificate${why(file)}${why(location)}`);
  }
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

async function readingOf(read: () => Promise<string[]>): Promise<RootsReading> {
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
