import type { Logger } from "../../kernel/logger.ts";
import type {
  CertificateHashDataChainType,
  InstallCertificateUseEnumType,
  RequestOf,
} from "../../ocpp/messages.ts";
import { statusInfo } from "../../ocpp/reason-codes.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import { type Handler, type HandlerTable, result } from "../handlers.ts";
import type { CertificateStore } from "../ports/certificate-store.ts";

const SECURITY_PROFILE = variableKey("SecurityCtrlr", "SecurityProfile");
const CERTIFICATE_ENTRIES = variableKey("SecurityCtrlr", "CertificateEntries");
const CSMS_ROOT_WITHOUT_TLS = variableKey("InternalCtrlr", "AllowCSMSRootCertInstallWithUnsecureConnection");
const MF_ROOT_WITHOUT_TLS = variableKey("InternalCtrlr", "AllowMFRootCertInstallWithUnsecureConnection");

export interface CertificatesDeps {
  readonly store: CertificateStore;
  readonly deviceModel: DeviceModel;
  readonly log: Logger;
  raiseSecurityEvent(type: string, techInfo: string): void;
}

export interface CertificatesBlock {
  readonly handlers: HandlerTable;
  /** Counts what is installed into CertificateEntries; to be called at start and when a leaf was installed. */
  counted(): Promise<void>;
}

/** M03, M04 and M05: the CSMS lists, deletes and installs certificates. */
export function createCertificatesBlock(deps: CertificatesDeps): CertificatesBlock {
  const { store, deviceModel, log } = deps;

  const install: Handler<"InstallCertificate"> = async ({ certificate, certificateType }) => {
    const refusal = refusedOverThisConnection(certificateType, deviceModel);
    if (refusal !== undefined) {
      return result<"InstallCertificate">({
        status: "Rejected",
        statusInfo: statusInfo("NotEnabled", refusal),
      });
    }
    const outcome = await store.install(certificate, certificateType);
    log.notice("certificate to be installed", { certificateType, outcome: outcome.kind });
    switch (outcome.kind) {
      case "installed":
        await changed(`${certificateType} installed`);
        return result<"InstallCertificate">({ status: "Accepted" });
      case "refused": // Also when the store is full.
        return result<"InstallCertificate">({
          status: "Rejected",
          statusInfo: statusInfo("InvalidCertificate", outcome.reason),
        });
      case "failed":
        return result<"InstallCertificate">({
          status: "Failed",
          statusInfo: statusInfo("InternalError", outcome.reason),
        });
    }
  };

  const remove: Handler<"DeleteCertificate"> = async ({ certificateHashData }) => {
    const isOwn = await store.isStationCertificate(certificateHashData);
    // Whoever cannot tell must not delete it.
    if (isOwn === undefined) {
      return result<"DeleteCertificate">({ status: "Failed", statusInfo: statusInfo("InternalError") });
    }
    if (isOwn) {
      return result<"DeleteCertificate">({
        status: "Failed",
        statusInfo: statusInfo("UnsupportedRequest", "The certificate of the charging station stays"),
      });
    }
    const outcome = await store.delete(certificateHashData);
    log.notice("certificate to be deleted", { serialNumber: certificateHashData.serialNumber, outcome });
    switch (outcome) {
      case "deleted":
        await changed(`certificate ${certificateHashData.serialNumber} deleted`);
        return result<"DeleteCertificate">({ status: "Accepted" });
      case "notFound":
        return result<"DeleteCertificate">({ status: "NotFound" });
      case "failed":
        return result<"DeleteCertificate">({
          status: "Failed",
          statusInfo: statusInfo("InternalError"),
        });
    }
  };

  const list: Handler<"GetInstalledCertificateIds"> = async (
    { certificateType }: RequestOf<"GetInstalledCertificateIds">,
  ) => {
    const installed = await store.installed(certificateType);
    if (installed === undefined) {
      return { kind: "error", code: "InternalError", description: "the certificate store does not answer" };
    }
    if (installed.length === 0) return result<"GetInstalledCertificateIds">({ status: "NotFound" });
    return result<"GetInstalledCertificateIds">({ status: "Accepted", certificateHashDataChain: installed });
  };

  async function changed(what: string): Promise<void> {
    deps.raiseSecurityEvent("ReconfigurationOfSecurityParameters", what);
    await counted();
  }

  async function counted(): Promise<void> {
    const installed = await store.installed(undefined);
    if (installed) deviceModel.setActual(CERTIFICATE_ENTRIES, String(entries(installed)));
  }

  return {
    handlers: {
      InstallCertificate: install,
      DeleteCertificate: remove,
      GetInstalledCertificateIds: list,
    },
    counted,
  };
}

function entries(chains: readonly CertificateHashDataChainType[]): number {
  return chains.reduce((sum, chain) => sum + 1 + (chain.childCertificateHashData?.length ?? 0), 0);
}

/** Why a root must not come over a connection without TLS; undefined when it may. */
function refusedOverThisConnection(
  type: InstallCertificateUseEnumType,
  deviceModel: DeviceModel,
): string | undefined {
  if ((deviceModel.integer(SECURITY_PROFILE) ?? 0) > 1) return undefined;
  const permission = type === "CSMSRootCertificate"
    ? CSMS_ROOT_WITHOUT_TLS
    : type === "ManufacturerRootCertificate"
    ? MF_ROOT_WITHOUT_TLS
    : undefined;
  if (permission === undefined || (deviceModel.boolean(permission) ?? true)) return undefined;
  return `a ${type} is not taken over a connection without TLS (InternalCtrlr.${permission.variable.name})`;
}
