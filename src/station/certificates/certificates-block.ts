import type { Logger } from "../../kernel/logger.ts";
import { authorityProblem } from "../../certificates/certificate-checks.ts";
import type {
  GetCertificateIdUseEnumType,
  InstallCertificateUseEnumType,
  RequestOf,
  ResponseOf,
} from "../../ocpp/messages.ts";
import { statusInfo } from "../../ocpp/reason-codes.ts";
import type { ReasonCode } from "../../ocpp/reason-codes.ts";
import { characteristicsOf } from "../../variables/characteristics.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import { type Handler, type HandlerTable, result } from "../handlers.ts";
import type { CertificateStore } from "../ports/certificate-store.ts";
import { countedTypes, countEntries, isInstalled } from "./certificate-entries.ts";

const SECURITY_PROFILE = variableKey("SecurityCtrlr", "SecurityProfile");
const CERTIFICATE_ENTRIES = variableKey("SecurityCtrlr", "CertificateEntries");
const CSMS_ROOT_WITHOUT_TLS = variableKey("InternalCtrlr", "AllowCSMSRootCertInstallWithUnsecureConnection");
const MF_ROOT_WITHOUT_TLS = variableKey("InternalCtrlr", "AllowMFRootCertInstallWithUnsecureConnection");

export interface CertificatesDeps {
  readonly store: CertificateStore;
  readonly deviceModel: DeviceModel & Pick<StationDeviceModel, "components">;
  readonly log: Logger;
  raiseSecurityEvent(type: string, techInfo: string): void;
}

export interface CertificatesBlock {
  readonly handlers: HandlerTable;
  /** Sets CertificateEntries; to be called at start and when a leaf certificate was installed. */
  counted(): Promise<void>;
  /** Another module changed the certificates of this type; undefined for a type that OCPP does not list. */
  changedByOthers(type: GetCertificateIdUseEnumType | undefined): Promise<void>;
}

/** The CSMS lists, deletes and installs certificates (block M). */
export function createCertificatesBlock(deps: CertificatesDeps): CertificatesBlock {
  const { store, deviceModel, log } = deps;

  /** Types of the certificates that were installed since this process started. */
  const installedTypes = new Set<GetCertificateIdUseEnumType>();

  const install: Handler<"InstallCertificate"> = async ({ certificate, certificateType }) => {
    const refusal = refusedOverThisConnection(certificateType, deviceModel);
    if (refusal !== undefined) return rejected("NotEnabled", refusal);
    const problem = authorityProblem(certificate);
    if (problem !== undefined) return rejected("InvalidCertificate", problem);
    if (!await hasRoomFor(certificate, certificateType)) {
      return rejected("OutOfStorage", "CertificateEntries has reached its maxLimit");
    }
    const outcome = await store.install(certificate, certificateType);
    log.notice("the CSMS requested to install a certificate", { certificateType, outcome: outcome.kind });
    switch (outcome.kind) {
      case "installed":
        installedTypes.add(certificateType);
        await changed(`${certificateType} installed`);
        return result<"InstallCertificate">({ status: "Accepted" });
      case "refused":
        return rejected("InvalidCertificate", outcome.reason);
      case "full":
        return rejected("OutOfStorage", outcome.reason);
      case "failed":
        return result<"InstallCertificate">({
          status: "Failed",
          statusInfo: statusInfo("InternalError", outcome.reason),
        });
    }
  };

  /** If the store does not answer, the installation is left to it. */
  async function hasRoomFor(certificate: string, type: InstallCertificateUseEnumType): Promise<boolean> {
    const maxEntries = characteristicsOf(deviceModel, CERTIFICATE_ENTRIES)?.maxLimit;
    if (maxEntries === undefined) return true;
    const installed = await store.installed(countedTypes(deviceModel, new Set([...installedTypes, type])));
    if (installed === undefined || countEntries(installed) < maxEntries) return true;
    return await isInstalled(certificate, type, installed);
  }

  const remove: Handler<"DeleteCertificate"> = async ({ certificateHashData }) => {
    const isOwn = await store.isStationCertificate(certificateHashData);
    // Not deleted unless it is certain that it is not the station's own.
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
    log.notice("the CSMS requested to delete a certificate", {
      serialNumber: certificateHashData.serialNumber,
      outcome,
    });
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
    const installed = await store.installed(countedTypes(deviceModel, installedTypes));
    if (installed) deviceModel.setActual(CERTIFICATE_ENTRIES, String(countEntries(installed)));
  }

  return {
    handlers: {
      InstallCertificate: install,
      DeleteCertificate: remove,
      GetInstalledCertificateIds: list,
    },
    counted,
    async changedByOthers(type) {
      if (type !== undefined) installedTypes.add(type);
      await counted();
    },
  };
}

function rejected(reasonCode: ReasonCode, text: string) {
  const response: ResponseOf<"InstallCertificate"> = {
    status: "Rejected",
    statusInfo: statusInfo(reasonCode, text),
  };
  return result<"InstallCertificate">(response);
}

/** Why a root certificate is refused over a connection without TLS; undefined when it is accepted. */
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
  return `a ${type} is not accepted over a connection without TLS (InternalCtrlr.${permission.variable.name})`;
}
