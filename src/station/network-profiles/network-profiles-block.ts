import type { Logger } from "../../kernel/logger.ts";
import type { RequestOf, ResponseOf, SetVariableDataType } from "../../ocpp/messages.ts";
import { statusInfo } from "../../ocpp/reason-codes.ts";
import { valuesOf } from "../../variables/characteristics.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import { slotsOf } from "../../variables/computed-values.ts";
import { variableKey } from "../../variables/device-model.ts";
import type { SetTogetherAnswer } from "../../variables/variable-setter.ts";
import { readSlot, slotKey, type SlotValues } from "../../variables/network-slots.ts";
import { type Handler, type HandlerTable, type Reply, result } from "../handlers.ts";
import { lowestSecurityProfile, SECURITY_PROFILE } from "./downgrade.ts";
import { checkProfile, type ProfileViolation } from "./profile-check.ts";

const ACTIVE_PROFILE = variableKey("OCPPCommCtrlr", "ActiveNetworkProfile");
const PRIORITY = variableKey("OCPPCommCtrlr", "NetworkConfigurationPriority");
const ALLOW_ZERO = variableKey("InternalCtrlr", "AllowSecurityLevelZeroConnections");

export interface NetworkProfilesDeps {
  readonly deviceModel: StationDeviceModel;
  readonly log: Logger;
  raiseSecurityEvent(type: string, techInfo: string): void;
}

export interface NetworkProfilesBlock {
  readonly handlers: HandlerTable;
  /** A connection was made; resolves when its consequences are stored. */
  connected(connection: {
    readonly configurationSlot: number;
    readonly securityProfile: number;
  }): Promise<void>;
}

/** The network connection profiles (B09) and the security profile (A05). */
export function createNetworkProfilesBlock(deps: NetworkProfilesDeps): NetworkProfilesBlock {
  const { deviceModel, log } = deps;
  const currentProfile = () => deviceModel.integer(SECURITY_PROFILE) ?? 0;

  const setNetworkProfile: Handler<"SetNetworkProfile"> = async ({ configurationSlot, connectionData }) => {
    const violation = checkProfile(configurationSlot, connectionData, {
      slots: valuesOf(deviceModel, PRIORITY).map(Number),
      lowestSecurityProfile: lowestSecurityProfile(currentProfile(), deviceModel),
      allowSecurityProfileZero: deviceModel.boolean(ALLOW_ZERO) ?? false,
    });
    if (violation) return rejected(violation);
    const stored = await store(slotContent({ configurationSlot, connectionData }));
    if (stored.kind === "refused") return rejected(contentViolation(stored));
    if (stored.kind === "notStored") {
      return result<"SetNetworkProfile">({ status: "Failed", statusInfo: statusInfo("InternalError") });
    }
    log.notice("the CSMS stored a network connection profile", {
      configurationSlot,
      url: connectionData.ocppCsmsUrl,
    });
    deps.raiseSecurityEvent(
      "ReconfigurationOfSecurityParameters",
      `network connection profile ${configurationSlot} was set`,
    );
    return result<"SetNetworkProfile">({ status: "Accepted" });
  };

  /** All of the values are stored, or none: half of a profile could disconnect the station for good. */
  async function store(values: readonly SetVariableDataType[]): Promise<SetTogetherAnswer> {
    const answer = await deviceModel.setTogether(values, "station");
    if (answer.kind === "notStored") log.error("network settings could not be stored");
    return answer;
  }

  /** The changes that remove less secure profiles, to which there is no fallback any more. */
  function withoutLowerProfiles(lowest: number): SetVariableDataType[] {
    const isLower = (entry: string) => {
      const slot = readSlot(entry, (key) => deviceModel.text(key));
      return slot.kind === "usable" && slot.profile.securityProfile < lowest;
    };
    const kept = (deviceModel.list(PRIORITY) ?? []).filter((entry) => !isLower(entry));
    return [
      ...(kept.length > 0 ? [{ ...PRIORITY, attributeValue: kept.join(",") }] : []),
      ...slotsOf(deviceModel).filter(isLower)
        .map((entry) => ({ ...slotKey(entry, "OcppCsmsUrl"), attributeValue: "" })),
    ];
  }

  return {
    handlers: { SetNetworkProfile: setNetworkProfile },
    async connected({ configurationSlot, securityProfile }) {
      const changes: SetVariableDataType[] = [];
      const current = currentProfile();
      if (deviceModel.has(ACTIVE_PROFILE) && deviceModel.integer(ACTIVE_PROFILE) !== configurationSlot) {
        changes.push({ ...ACTIVE_PROFILE, attributeValue: String(configurationSlot) });
      }
      // Security profile 0 is treated like 1.
      if (securityProfile !== current && securityProfile > 0) {
        if (securityProfile > current) {
          changes.push(...withoutLowerProfiles(lowestSecurityProfile(securityProfile, deviceModel)));
        }
        changes.push({ ...SECURITY_PROFILE, attributeValue: String(securityProfile) });
      }
      if (changes.length === 0) return;
      const stored = await store(changes);
      if (stored.kind === "refused") {
        const { entry: { component, variable }, refusal } = stored;
        log.error("network settings could not be stored", { component, variable, ...refusal });
      }
      if (stored.kind !== "stored" || currentProfile() === current) return;
      deps.raiseSecurityEvent(
        "ReconfigurationOfSecurityParameters",
        `the security profile is ${currentProfile()} now`,
      );
    },
  };
}

function rejected({ reasonCode, text }: ProfileViolation): Reply<"SetNetworkProfile"> {
  const response: ResponseOf<"SetNetworkProfile"> = {
    status: "Rejected",
    statusInfo: statusInfo(reasonCode, text),
  };
  return result<"SetNetworkProfile">(response);
}

/** B09.FR.02: a value does not fit the variable of the slot that would hold it. */
function contentViolation({ entry, refusal }: SetTogetherAnswer & { kind: "refused" }): ProfileViolation {
  const why = refusal.violation?.text ?? refusal.status;
  return { reasonCode: "InvalidNetworkConf", text: `${entry.variable.name}: ${why}` };
}

/** All variables of the slot: former values, above all a password, must not be sent to the new CSMS. */
function slotContent({ configurationSlot, connectionData }: RequestOf<"SetNetworkProfile">) {
  const values: Required<SlotValues> = {
    OcppCsmsUrl: connectionData.ocppCsmsUrl,
    SecurityProfile: String(connectionData.securityProfile),
    OcppInterface: connectionData.ocppInterface,
    OcppTransport: connectionData.ocppTransport,
    MessageTimeout: String(connectionData.messageTimeout),
    Identity: "",
    BasicAuthPassword: "",
  };
  return Object.entries(values).map(([name, attributeValue]) => ({
    ...slotKey(configurationSlot, name),
    attributeValue,
  }));
}
