import { identifies } from "../../certificates/certificate-hash.ts";
import type {
  CertificateHashDataChainType,
  GetCertificateIdUseEnumType,
  InstallCertificateUseEnumType,
} from "../../ocpp/messages.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";

const ISO15118_AVAILABLE = variableKey("ISO15118Ctrlr", "Available");

/** For the connection to the CSMS, and for firmware and its manufacturer. */
const STATION_TYPES = ["CSMSRootCertificate", "ManufacturerRootCertificate"] as const;
const VEHICLE_TYPES = ["MORootCertificate", "V2GRootCertificate", "V2GCertificateChain"] as const;

/**
 * The types of certificates that count in SecurityCtrlr.CertificateEntries: those that the station uses and
 * those that were installed. A security module that knows fewer types is not asked for the others.
 */
export function countedTypes(
  deviceModel: Pick<DeviceModel, "boolean">,
  installed: ReadonlySet<GetCertificateIdUseEnumType>,
): readonly GetCertificateIdUseEnumType[] {
  const used = deviceModel.boolean(ISO15118_AVAILABLE) === true
    ? [...STATION_TYPES, ...VEHICLE_TYPES]
    : STATION_TYPES;
  return [...new Set<GetCertificateIdUseEnumType>([...used, ...installed])];
}

/** The number of certificates, including those of the chains. */
export function countEntries(chains: readonly CertificateHashDataChainType[]): number {
  return chains.reduce((sum, chain) => sum + 1 + (chain.childCertificateHashData?.length ?? 0), 0);
}

/**
 * Whether a certificate (PEM) is installed as this type already: then it is replaced and takes no further
 * room.
 */
export async function isInstalled(
  certificate: string,
  type: InstallCertificateUseEnumType,
  chains: readonly CertificateHashDataChainType[],
): Promise<boolean> {
  for (const { certificateType, certificateHashData } of chains) {
    if (certificateType === type && await identifies(certificateHashData, certificate)) return true;
  }
  return false;
}
