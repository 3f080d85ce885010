import type { Logger } from "../../kernel/logger.ts";
import { onActualChange } from "../../variables/actual-change.ts";
import type { HandlerTable } from "../handlers.ts";
import { createNetworkProfilesBlock } from "../network-profiles/network-profiles-block.ts";
import type { ConnectionControl, CsmsConnection } from "../ports/csms-connection.ts";
import { watchPassword } from "../security/password-change.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import { type VariableKey, variableKey } from "../../variables/device-model.ts";
import { isSlotComponent, slotKey } from "../../variables/network-slots.ts";
import { slotInUse } from "./slot-in-use.ts";
import { sameIdentifier } from "../../kernel/identifier.ts";

const WEB_SOCKET_PING_INTERVAL = variableKey("OCPPCommCtrlr", "WebSocketPingInterval");
const IDENTITY = variableKey("SecurityCtrlr", "Identity");

export interface ConnectionDeps {
  readonly deviceModel: StationDeviceModel;
  readonly control: Pick<ConnectionControl, "reconnect" | "pingIntervalChanged">;
  readonly log: Logger;
  raiseSecurityEvent(type: string, techInfo: string): void;
}

/** The settings of the connection to the CSMS, and the consequences of their changes. */
export interface ConnectionBlock {
  readonly handlers: HandlerTable;
  connected(info: CsmsConnection): void;
  disconnected(): void;
  /** A SetVariablesResponse was sent. */
  setVariablesAnswered(): void;
}

/** The network profiles, the password and the identity that the station connects with. */
export function createConnectionBlock(deps: ConnectionDeps): ConnectionBlock {
  let connection: CsmsConnection | undefined;
  const password = watchPassword({
    ...deps,
    connection: () => connection,
    reconnect: (reason) => deps.control.reconnect(reason),
  });
  const profiles = createNetworkProfilesBlock(deps);
  const { deviceModel, log } = deps;
  onActualChange(deviceModel, [WEB_SOCKET_PING_INTERVAL], () => deps.control.pingIntervalChanged());
  onActualChange(deviceModel, [IDENTITY], ({ by }) => {
    // An identity of the slot would take precedence over the new one.
    if (by !== "station") void dropIdentityOfSlot();
  });
  deviceModel.onChange(({ key, attribute, by }) => {
    if (attribute !== "Actual" || by === "station") return;
    if (isSlotComponent(key.component) && decidesAboutSecurity(key)) {
      deps.raiseSecurityEvent(
        "ReconfigurationOfSecurityParameters",
        `${key.variable.name} of network configuration ${key.component.instance} was set`,
      );
    }
  });

  async function dropIdentityOfSlot(): Promise<void> {
    const slot = slotInUse(connection, deviceModel);
    if (slot === undefined || !deviceModel.text(slotKey(slot, "Identity"))) return;
    const change = { ...slotKey(slot, "Identity"), attributeValue: "" };
    const [result] = await deviceModel.setVariables([change], "station");
    if (result?.attributeStatus !== "Accepted") {
      log.error("the identity of the network configuration in use could not be changed", { slot, ...result });
    }
  }

  return {
    handlers: profiles.handlers,
    connected(info) {
      connection = info;
      profiles.connected(info).catch((error: unknown) =>
        deps.log.error("settings that follow from the connection could not be stored", {
          error: String(error),
        })
      );
    },
    disconnected() {
      connection = undefined;
      password.disconnected();
    },
    setVariablesAnswered: () => password.responseSent(),
  };
}

/** A04: whether the variable decides about the security of the connection. */
function decidesAboutSecurity({ variable }: VariableKey): boolean {
  return ["OcppCsmsUrl", "SecurityProfile", "Identity", "BasicAuthPassword"]
    .some((name) => sameIdentifier(name, variable.name));
}
