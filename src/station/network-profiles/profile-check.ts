import type { NetworkConnectionProfileType } from "../../ocpp/messages.ts";
import type { ReasonCode } from "../../ocpp/reason-codes.ts";
import { urlProblem } from "../../variables/network-slots.ts";

export interface ProfileRules {
  /** valuesList of NetworkConfigurationPriority. */
  readonly slots: readonly number[];
  readonly lowestSecurityProfile: number;
  /** InternalCtrlr.AllowSecurityLevelZeroConnections. */
  readonly allowSecurityProfileZero: boolean;
}

export interface ProfileViolation {
  readonly reasonCode: ReasonCode;
  readonly text: string;
}

/** The problem of a profile that the CSMS wants to store, if any. */
export function checkProfile(
  configurationSlot: number,
  profile: NetworkConnectionProfileType,
  rules: ProfileRules,
): ProfileViolation | undefined {
  if (!rules.slots.includes(configurationSlot)) {
    return { reasonCode: "InvalidConfSlot", text: `the slots are ${rules.slots.join(", ")}` };
  }
  const { securityProfile } = profile;
  if (!Number.isInteger(securityProfile) || securityProfile < 0 || securityProfile > 3) {
    return invalid(`there is no security profile ${securityProfile}`);
  }
  if (securityProfile === 0 && !rules.allowSecurityProfileZero) {
    return invalid("security profile 0 is not allowed");
  }
  const isZeroBesideOne = securityProfile === 0 && rules.lowestSecurityProfile <= 1;
  if (securityProfile < rules.lowestSecurityProfile && !isZeroBesideOne) {
    return {
      reasonCode: "NoSecurityDowngrade",
      text: `the security profile must be at least ${rules.lowestSecurityProfile}`,
    };
  }
  const problem = transportProblem(profile) ?? urlProblem(profile.ocppCsmsUrl, securityProfile);
  return problem === undefined ? undefined : invalid(problem);
}

function transportProblem(profile: NetworkConnectionProfileType): string | undefined {
  if (profile.ocppTransport !== "JSON") return `${profile.ocppTransport} is no transport of OCPP 2.0.1`;
  if (!(profile.messageTimeout > 0)) return "messageTimeout must be greater than zero";
  // The operating system sets up the network; accepting these without effect would be wrong.
  if (profile.apn) return "an APN cannot be set up by this station";
  if (profile.vpn) return "a VPN cannot be set up by this station";
  return undefined;
}

function invalid(text: string): ProfileViolation {
  return { reasonCode: "InvalidNetworkConf", text };
}
