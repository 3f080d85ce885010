import { join } from "node:path";
import { evseSecurityInterface } from "../../../src/everest/interfaces/evse-security.ts";
import type {
  CertificateHashData,
  CertificateStoreUpdate,
  LeafCertificateType,
} from "../../../src/everest/interfaces/types/evse-security.ts";
import { SimulatedCertificates } from "./simulated-certificates.ts";
import { simulate, type SimulatedBus, type SimulatedImplementation } from "./simulated-module.ts";

/** Paths of PEM files. What is left out is not installed. */
export interface InstalledCertificates {
  /** Bundle of the CSMS roots. */
  readonly csmsRoots?: string;
  /** For security profile 3. */
  readonly clientCertificate?: { readonly chain: string; readonly key: string };
}

/** EVerest's EvseSecurity: it keeps certificates and keys, and hands out the paths of their files. */
export class SimulatedSecurity {
  readonly #implementation: SimulatedImplementation<(typeof evseSecurityInterface)["variables"]>;
  readonly certificates = new SimulatedCertificates();
  /** What `update_ocsp_cache` stored. */
  readonly ocspCache: { readonly certificate: CertificateHashData; readonly response: string }[] = [];
  /** What `get_leaf_expiry_days_count` answers; absent: 365 for what is installed. */
  readonly expiryDays = new Map<LeafCertificateType, number>();
  /** Of all V2G and contract certificates. */
  ocspResponder = "http://ocsp.example/";
  /** What the next requests for a CSR end with. */
  csrStatus: "Accepted" | "GenerationError" = "Accepted";
  /** Where it says that the keys of leaves are, instead of where they are. */
  wrongKeyPath: string | undefined;
  #directory: string | undefined;
  #files = 0;

  constructor(bus: SimulatedBus, installed: InstalledCertificates) {
    const { certificates } = this;
    if (installed.csmsRoots) certificates.roots.CSMS.push(...certificatesIn(installed.csmsRoots));
    if (installed.clientCertificate) {
      const { chain, key } = installed.clientCertificate;
      certificates.leaves.set("CSMS", { chain: certificatesIn(chain), key: Deno.readTextFileSync(key) });
    }
    const place = { moduleId: "evse_security", implementationId: "main" };
    this.#implementation = simulate(bus, evseSecurityInterface, place, {
      install_ca_certificate: ({ certificate, certificate_type }) =>
        certificates.install(certificate, certificate_type),
      delete_certificate: ({ certificate_hash_data }) => certificates.delete(certificate_hash_data),
      update_leaf_certificate: ({ certificate_chain, certificate_type }) =>
        certificates.update(certificate_chain, certificate_type),
      generate_certificate_signing_request: async ({ certificate_type, common, organization }) =>
        this.csrStatus === "Accepted"
          ? {
            status: "Accepted",
            csr: await certificates.request(certificate_type, common, organization),
          }
          : { status: this.csrStatus },
      verify_certificate: ({ certificate_chain, certificate_types }) =>
        certificates.verify(certificate_chain, certificate_types),
      // Without a root installed the real one answers an empty path.
      get_verify_file: ({ certificate_type }) => {
        const roots = certificates.roots[certificate_type];
        return roots.length === 0 ? "" : this.#file(roots.join(""));
      },
      get_verify_location: ({ certificate_type }) => {
        const roots = certificates.roots[certificate_type];
        return roots.length === 0 ? "" : this.#file(roots.join(""));
      },
      is_ca_certificate_installed: ({ certificate_type }) => certificates.roots[certificate_type].length > 0,
      get_leaf_certificate_info: ({ certificate_type }) => {
        const leaf = this.#leafFiles(certificate_type);
        return leaf ? { status: "Accepted", info: { ...leaf, ocsp: [] } } : { status: "NotFound" };
      },
      get_all_valid_certificates_info: ({ certificate_type }) => {
        const leaf = this.#leafFiles(certificate_type);
        return leaf ? { status: "Accepted", info: [leaf] } : { status: "NotFound", info: [] };
      },
      get_installed_certificates: ({ certificate_types }) => {
        const chains = certificates.installed(certificate_types);
        return { status: chains.length > 0 ? "Accepted" : "NotFound", certificate_hash_data_chain: chains };
      },
      get_v2g_ocsp_request_data: () => ({
        ocsp_request_data_list: certificates.v2gHashes().map((hash) => ({
          certificate_hash_data: hash,
          responder_url: this.ocspResponder,
        })),
      }),
      get_mo_ocsp_request_data: ({ certificate_chain }) => ({
        ocsp_request_data_list: certificates.contractHashes(certificate_chain).map((hash) => ({
          certificate_hash_data: hash,
          responder_url: this.ocspResponder,
        })),
      }),
      update_ocsp_cache: ({ certificate_hash_data, ocsp_response }) => {
        this.ocspCache.push({ certificate: certificate_hash_data, response: ocsp_response });
        return null;
      },
      get_leaf_expiry_days_count: ({ certificate_type }) =>
        this.expiryDays.get(certificate_type) ?? (certificates.leaves.has(certificate_type) ? 365 : 0),
    });
  }

  /** Tells everybody that something else than a command changed the store. */
  announce(update: CertificateStoreUpdate): Promise<void> {
    return this.#implementation.publish("certificate_store_update", update);
  }

  stop(): void {
    this.#implementation.stop();
    if (this.#directory) Deno.removeSync(this.#directory, { recursive: true });
  }

  #leafFiles(type: LeafCertificateType) {
    const leaf = this.certificates.leaves.get(type);
    if (!leaf) return undefined;
    return {
      certificate: this.#file(leaf.chain.join("")),
      certificate_single: this.#file(leaf.chain[0]!),
      certificate_count: leaf.chain.length,
      key: this.wrongKeyPath ?? this.#file(leaf.key),
    };
  }

  #file(text: string): string {
    this.#directory ??= Deno.makeTempDirSync({ prefix: "evse-security-" });
    const path = join(this.#directory, `${++this.#files}.pem`);
    Deno.writeTextFileSync(path, text);
    return path;
  }
}

function certificatesIn(path: string): string[] {
  return Deno.readTextFileSync(path)
    .match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n?/g) ?? [];
}
