import { certificateNameOf, plainSerial } from "../../certificates/certificate-hash.ts";
import { isSamePem, pemCertificates } from "../../certificates/pem.ts";
import { signerOf } from "../../certificates/signer.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { CertificateHashDataType } from "../../ocpp/messages.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import type { CertificateStore } from "../ports/certificate-store.ts";
import type { CsmsRootSource } from "../ports/csms-root-source.ts";
import type { TlsUsability } from "../ports/tls-usability.ts";
import type { RootRenewal, RootRenewalStore } from "../ports/root-renewal-store.ts";

const ADDITIONAL_ROOT_CHECK = variableKey("SecurityCtrlr", "AdditionalRootCertificateCheck");

export type RootsReading =
  | { kind: "read"; caCerts: readonly string[]; fallbackCaCerts?: readonly string[] }
  | { kind: "unavailable"; reason: string };

export interface CsmsRootsDeps {
  readonly source: CsmsRootSource;
  readonly certificates: CertificateStore;
  /** Keeps a renewal over restarts. */
  readonly store: RootRenewalStore;
  readonly deviceModel: Pick<DeviceModel, "boolean">;
  readonly tls: Pick<TlsUsability, "rootProblem">;
  readonly log: Logger;
}

/**
 * The CSMS roots of EVerest's security module, read for every dial. With the additional check a new root
 * replaces the old one, which must have signed it.
 */
export class CsmsRoots {
  readonly #deps: CsmsRootsDeps;
  #renewal: RootRenewal | undefined;
  /** Problem of each root that was installed at the last reading; undefined: TLS can use it. */
  #problems: ReadonlyMap<string, string | undefined> = new Map();

  constructor(deps: CsmsRootsDeps) {
    this.#deps = deps;
    this.#renewal = deps.store.load();
  }

  /** Never rejects. After a renewal the new root is used, and the old one is the fallback. */
  async read(): Promise<RootsReading> {
    const installed = this.#usableOf(await this.#deps.source.installed());
    if (installed.kind === "unavailable") return installed;
    const renewal = this.#renewalAmong(installed.caCerts);
    if (renewal === undefined) return installed;
    const fallbackCaCerts = isAmong(renewal.fallback, installed.caCerts) ? [renewal.fallback] : [];
    return { kind: "read", caCerts: [renewal.current], fallbackCaCerts };
  }

  /** The renewal that is not over. It was cancelled when the new root was deleted. */
  #renewalAmong(installed: readonly string[]): RootRenewal | undefined {
    const renewal = this.#renewal;
    return renewal !== undefined && isAmong(renewal.current, installed) ? renewal : undefined;
  }

  /** The certificate store, with the check that a new CSMS root is signed by the one in use. */
  checkedStore(): CertificateStore {
    const { certificates: store, deviceModel } = this.#deps;
    return {
      ...store,
      install: async (certificate, type) => {
        const isChecked = deviceModel.boolean(ADDITIONAL_ROOT_CHECK) ?? false;
        if (type !== "CSMSRootCertificate") return await store.install(certificate, type);
        const problem = this.#deps.tls.rootProblem(certificate);
        if (problem !== undefined) return { kind: "refused", reason: problem };
        if (!isChecked) return await store.install(certificate, type);
        const reading = await this.#deps.source.installed();
        const installed = reading.kind === "read" ? reading.caCerts.flatMap(pemCertificates) : [];
        // The first root replaces none.
        if (installed.length === 0) return await store.install(certificate, type);
        const renewal = this.#renewalAmong(installed);
        // The fallback is not in use any more.
        const signer = await signerOf(certificate, renewal === undefined ? installed : [renewal.current]);
        if (signer === undefined) {
          return { kind: "refused", reason: "it is not signed by the CSMS root certificate in use" };
        }
        const outcome = await store.install(certificate, type);
        if (outcome.kind === "installed") {
          await this.#replace(installed, { current: certificate, fallback: signer });
        }
        return outcome;
      },
    };
  }

  /** The new root has verified the CSMS; deletes the old one. */
  async newRootWorked(): Promise<void> {
    const renewal = this.#renewal;
    if (renewal === undefined) return;
    await this.#remember(undefined);
    await this.#delete(renewal.fallback);
  }

  /** A certificate that TLS cannot use must not prevent a connection that the others would verify. */
  #usableOf(installed: RootsReading): RootsReading {
    if (installed.kind === "unavailable") return installed;
    const roots = installed.caCerts.flatMap(pemCertificates);
    const before = this.#problems;
    this.#problems = new Map(roots.map((root) => {
      if (before.has(root)) return [root, before.get(root)];
      const problem = this.#deps.tls.rootProblem(root);
      if (problem !== undefined) void this.#complain(root, problem);
      return [root, problem];
    }));
    const caCerts = roots.filter((root) => this.#problems.get(root) === undefined);
    return caCerts.length > 0
      ? { kind: "read", caCerts }
      : { kind: "unavailable", reason: "no CSMS root certificate is usable" };
  }

  async #complain(root: string, reason: string): Promise<void> {
    const name = await certificateNameOf(root);
    this.#deps.log.warning("a CSMS root certificate is left out: TLS cannot use it", {
      serialNumber: name?.serialNumber ?? "unreadable",
      reason,
    });
  }

  /** M05.FR.09: only the new root and one fallback stay. */
  async #replace(installed: readonly string[], renewal: RootRenewal): Promise<void> {
    await this.#remember(renewal);
    const staying = [renewal.current, renewal.fallback];
    for (const root of installed) if (!isAmong(root, staying)) await this.#delete(root);
  }

  async #delete(root: string): Promise<void> {
    const { certificates, log } = this.#deps;
    const hash = await this.#hashOf(root);
    const outcome = hash && await certificates.delete(hash);
    if (outcome === "deleted") return;
    log.error("the security module does not delete a CSMS root certificate that was replaced", {
      reason: outcome ?? "it does not list it",
    });
  }

  /** As listed by the security module: without the issuer the hash cannot be computed. */
  async #hashOf(root: string): Promise<CertificateHashDataType | undefined> {
    const name = await certificateNameOf(root);
    const listed = await this.#deps.certificates.installed(["CSMSRootCertificate"]);
    if (name === undefined) return undefined;
    return listed?.map(({ certificateHashData }) => certificateHashData)
      .find(({ serialNumber }) => plainSerial(serialNumber) === name.serialNumber);
  }

  async #remember(renewal: RootRenewal | undefined): Promise<void> {
    this.#renewal = renewal;
    try {
      await this.#deps.store.save(renewal);
    } catch (error) {
      this.#deps.log.error("the replaced CSMS root certificate could not be stored", {
        error: String(error),
      });
    }
  }
}

function isAmong(root: string, roots: readonly string[]): boolean {
  return roots.some((candidate) => isSamePem(candidate, root));
}
