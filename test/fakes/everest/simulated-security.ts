import { evseSecurityInterface } from "../../../src/everest/interfaces/evse-security.ts";
import { simulate, type SimulatedBus, type SimulatedImplementation } from "./simulated-module.ts";

/** Paths of PEM files. What is left out is not installed. */
export interface InstalledCertificates {
  /** Bundle of the CSMS roots. */
  readonly csmsRoots?: string;
  /** For security profile 3. */
  readonly clientCertificate?: { readonly chain: string; readonly key: string };
}

/** EVerest's EvseSecurity as far as a CSMS connection needs it: it hands out paths of files that the test made. */
export class SimulatedSecurity {
  readonly #implementation: SimulatedImplementation<(typeof evseSecurityInterface)["variables"]>;

  constructor(bus: SimulatedBus, public installed: InstalledCertificates) {
    const place = { moduleId: "evse_security", implementationId: "main" };
    this.#implementation = simulate(bus, evseSecurityInterface, place, {
      // Without a root installed the real one answers an empty path.
      get_verify_file: ({ certificate_type }) =>
        certificate_type === "CSMS" ? this.installed.csmsRoots ?? "" : "",
      is_ca_certificate_installed: ({ certificate_type }) =>
        certificate_type === "CSMS" && this.installed.csmsRoots !== undefined,
      get_leaf_certificate_info: ({ certificate_type }) => {
        const leaf = this.installed.clientCertificate;
        if (certificate_type !== "CSMS" || !leaf) return { status: "NotFound" };
        const info = { certificate: leaf.chain, certificate_single: leaf.chain, key: leaf.key };
        return { status: "Accepted", info: { ...info, certificate_count: 1, ocsp: [] } };
      },
      get_all_valid_certificates_info: ({ certificate_type }) => {
        const leaf = this.installed.clientCertificate;
        if (certificate_type !== "CSMS" || !leaf) return { status: "NotFound", info: [] };
        return {
          status: "Accepted",
          info: [{ certificate: leaf.chain, key: leaf.key, certificate_count: 1 }],
        };
      },
      get_installed_certificates: () => ({ status: "NotFound", certificate_hash_data_chain: [] }),
      get_v2g_ocsp_request_data: () => ({ ocsp_request_data_list: [] }),
      get_leaf_expiry_days_count: () => this.installed.clientCertificate ? 365 : 0,
    });
  }

  stop(): void {
    this.#implementation.stop();
  }
}
