import type { Logger } from "../../kernel/logger.ts";
import { onActualChange } from "../../variables/actual-change.ts";
import { type DeviceModel, type VariableChange, variableKey } from "../../variables/device-model.ts";
import { slotKey } from "../../variables/network-slots.ts";
import { slotInUse } from "../connection/slot-in-use.ts";

/** The variable of the password. */
const BASIC_AUTH_PASSWORD = variableKey("SecurityCtrlr", "BasicAuthPassword");

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
  /** The connection is lost; a response that was not sent will not be. */
  disconnected(): void;
}

/** A01: a new password is used at once, but only after its acceptance was sent to the CSMS. */
export function watchPassword(deps: PasswordChangeDeps): PasswordChange {
  const { deviceModel, log } = deps;
  let waitsForResponse = false;

  function changed({ oldValue, newValue, by }: VariableChange): void {
    // Only the change is logged, never the password.
    deps.raiseSecurityEvent("ReconfigurationOfSecurityParameters", "BasicAuthPassword was set");
    if (oldValue === newValue) return;
    // A connection that is lost meanwhile carries no answer.
    if (by === "csms" && deps.connection() !== undefined) waitsForResponse = true;
    else void use();
  }

  function answerEnded(): void {
    if (!waitsForResponse) return;
    waitsForResponse = false;
    void use();
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
    const slot = slotInUse(deps.connection(), deviceModel);
    if (slot === undefined) return;
    const own = slotKey(slot, "BasicAuthPassword");
    if (!deviceModel.text(own)) return;
    const attributeValue = deviceModel.text(BASIC_AUTH_PASSWORD) ?? "";
    const [set] = await deviceModel.setVariables([{ ...own, attributeValue }], "station");
    if (set?.attributeStatus !== "Accepted") {
      log.error("the password of the network configuration in use could not be changed", { slot, ...set });
    }
  }

  onActualChange(deviceModel, [BASIC_AUTH_PASSWORD], changed);
  return { responseSent: answerEnded, disconnected: answerEnded };
}
