import type { Proposal, ReadText, SetRule } from "../../variables/set-rule.ts";
import { variableKey } from "../../variables/device-model.ts";
import { readSlot } from "../../variables/network-slots.ts";
import { splitList } from "../../variables/value-rules.ts";
import { sameVariable } from "../../variables/variable-id.ts";
import type { SetViolation } from "../../variables/set-violation.ts";
import type { ConnectionCertificates } from "../ports/connection-certificates.ts";

const PRIORITY = variableKey("OCPPCommCtrlr", "NetworkConfigurationPriority");
const SECURITY_PROFILE = variableKey("SecurityCtrlr", "SecurityProfile");

export interface ProfilePrerequisites {
  readonly rule: SetRule;
  /** Reads the installed certificates. Rules are synchronous, so this is to be called before they run. */
  refresh(): Promise<void>;
}

/** Refuses a security profile for which the certificates are missing. */
export function createProfilePrerequisites(certificates: ConnectionCertificates): ProfilePrerequisites {
  let csmsRoot = false;
  let stationCertificate = false;

  function check({ component, variable, attribute, value, by }: Proposal, text: ReadText) {
    if (!sameVariable({ component, variable }, PRIORITY) || attribute !== "Actual" || by === "station") {
      return undefined;
    }
    const current = Number(text(SECURITY_PROFILE) ?? 0);
    return splitList(value)
      .map((entry) => readSlot(entry, text))
      .flatMap((slot) => slot.kind === "usable" ? [slot.profile] : [])
      .filter(({ securityProfile }) => securityProfile > current)
      .map(({ configurationSlot, securityProfile }) => missing(configurationSlot, securityProfile))
      .find((violation) => violation !== undefined);
  }

  function missing(slot: number, securityProfile: number): SetViolation | undefined {
    const without = (what: string): SetViolation => ({
      reasonCode: "InvalidNetworkConf",
      text: `slot ${slot} has security profile ${securityProfile}, but no ${what} is installed`,
    });
    if (securityProfile >= 2 && !csmsRoot) return without("CSMS root certificate");
    if (securityProfile === 3 && !stationCertificate) return without("charging station certificate");
    return undefined;
  }

  return {
    rule: check,
    async refresh() {
      [csmsRoot, stationCertificate] = await Promise.all([
        certificates.csmsRootInstalled(),
        certificates.stationCertificateInstalled(),
      ]);
    },
  };
}
