import type { EvseSecurity } from "../everest/interfaces/evse-security.ts";
import { reasonOf } from "../kernel/reason-of.ts";
import type { ClientCertificateSource } from "../station/ports/client-certificate-source.ts";
import type { CertificateFiles } from "./certificate-files.ts";
import { SECURITY_TIMEOUT_MS } from "./command-timeouts.ts";

/** The charging station certificate of EVerest's security module, which names the files of certificate and key. */
export function createClientCertificateSource(
  security: Pick<EvseSecurity, "getLeafCertificateInfo">,
  files: CertificateFiles,
): ClientCertificateSource {
  return {
    async newest() {
      const request = { certificate_type: "CSMS", encoding: "PEM", include_ocsp: false } as const;
      const answer = await security.getLeafCertificateInfo(request, SECURITY_TIMEOUT_MS);
      if (answer.kind === "failed") return unavailable(`no charging station certificate: ${answer.reason}`);
      const { status, info } = answer.value;
      const chain = info?.certificate ?? info?.certificate_single;
      if (status !== "Accepted" || info === undefined || chain === undefined) {
        return unavailable(`no charging station certificate: the security module answers ${status}`);
      }
      try {
        return {
          kind: "read",
          value: {
            certChain: await files.read(chain),
            privateKey: await files.read(info.key),
            keyPath: info.key,
            ...(info.password === undefined ? {} : { privateKeyPassword: info.password }),
          },
        };
      } catch (error) {
        return unavailable(reasonOf(error));
      }
    },
    async privateKey(path) {
      try {
        return { kind: "read", pem: await files.read(path) };
      } catch (error) {
        return unavailable(reasonOf(error));
      }
    },
  };
}

function unavailable(reason: string): { kind: "unavailable"; reason: string } {
  return { kind: "unavailable", reason };
}
