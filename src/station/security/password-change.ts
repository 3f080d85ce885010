import type { Logger } from "../../kernel/logger.ts";
import { onActualChange } from "../../variables/actual-change.ts";
import { type DeviceModel, type VariableChange, variableKey } from "../../variables/device-model.ts";

/** Where the password is kept. */
const BASIC_AUTH_PASSWORD = variableKey("SecurityCtrlr", "BasicAuthPassword");
const ACTIVE_PROFILE = variableKey("OCPPCommCtrlr", "ActiveNetworkProfile");

/** The connection in use. */
export interface PasswordConnection {
  readonly configurationSlot: number;
  readonly securityProfile: number;
}

export interface PasswordChangeDeps {
  readonly deviceModel: DeviceModel;
  readonly log: Logger;
  /** Undefined while offline. */
  connection(): PasswordConnection | undefined;
  /** Disconnects and connects again with the current settings. */
  reconnect(reason: string): void;
  raiseSecurityEvent(type: string, techInfo: string): void;
}

export interface PasswordChange {
  /** A SetVariablesResponse was sent. */
  responseSent(): void;
}

/** A01: a new password is used at once, but only after its acceptance was sent to the CSMS. */
export function watchPassword(deps: PasswordChangeDeps): PasswordChange {
  const { deviceModel, log } = deps;
  let waitsForResponse = false;

  function changed({ oldValue, newValue, by }: VariableChange): void {
    // Only the change is logged, never the password.
    deps.raiseSecurityEvent("ReconfigurationOfSecurityParameters", "BasicAuthPassword was set");
    if (oldValue === newValue) return;
    if (by === "csms") waitsForResponse = true;
    else void use();
  }

  async function use(): Promise<void> {
    await followInSlot();
    const connection = deps.connection();
    // Only profiles 1 and 2 use the password; while offline, the next attempt uses the new one anyway.
    if (connection === undefined || ![1, 2].includes(connection.securityProfile)) return;
    deps.reconnect("BasicAuthPassword was changed");
  }

  /** A password of the slot in use would take precedence over the new one. */
  async function followInSlot(): Promise<void> {
    const slot = deps.connection()?.configurationSlot ?? deviceModel.integer(ACTIVE_PROFILE);
    const own = {
      component: { name: "NetworkConfiguration", instance: String(slot) },
      variable: { name: "BasicAuthPassword" },
    };
    if (!deviceModel.text(own)) return;
    const attributeValue = deviceModel.text(BASIC_AUTH_PASSWORD) ?? "";
    const [set] = await deviceModel.setVariables([{ ...own, attributeValue }], "station");
    if (set?.attributeStatus !== "Accepted") {
      log.error("the password of the network configuration in use could not be changed", { slot, ...set });
    }
  }

  onActualChange(deviceModel, [BASIC_AUTH_PASSWORD], changed);
  return {
    responseSent() {
      if (!waitsForResponse) return;
      waitsForResponse = false;
      void use();
    },
  };
}
