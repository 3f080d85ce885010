import type { CsmsLink } from "../../csms/csms-link.ts";
import type { ConnectedInfo } from "../../csms/link.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { HandlerTable } from "../../station/handlers.ts";
import { createNetworkProfilesBlock } from "../../station/network-profiles/network-profiles-block.ts";
import { watchPassword } from "../../station/security/password-change.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import { type VariableKey, variableKey } from "../../variables/device-model.ts";
import { isSlotComponent, slotKey } from "../../variables/network-slots.ts";
import { sameIdentifier } from "../../variables/variable-id.ts";
import type { LateBound } from "../late-bound.ts";

const WEB_SOCKET_PING_INTERVAL = variableKey("OCPPCommCtrlr", "WebSocketPingInterval");
const IDENTITY = variableKey("SecurityCtrlr", "Identity");
const ACTIVE_PROFILE = variableKey("OCPPCommCtrlr", "ActiveNetworkProfile");

export interface ConnectionPartsDeps {
  readonly deviceModel: StationDeviceModel;
  readonly link: LateBound<CsmsLink>;
  readonly log: Logger;
  raiseSecurityEvent(type: string, techInfo: string): void;
}

/** What hangs on how the station is connected to its CSMS. */
export interface ConnectionParts {
  readonly handlers: HandlerTable;
  connected(info: ConnectedInfo): void;
  disconnected(): void;
  /** A SetVariablesResponse is on the socket. */
  setVariablesAnswered(): void;
}

export function createConnectionParts(deps: ConnectionPartsDeps): ConnectionParts {
  let connection: ConnectedInfo | undefined;
  const password = watchPassword({
    ...deps,
    connection: () => connection,
    reconnect: (reason) => void deps.link.value.reconnect(reason),
  });
  const profiles = createNetworkProfilesBlock(deps);
  const { deviceModel, log } = deps;
  deviceModel.onChange(({ key, attribute, by }) => {
    if (attribute !== "Actual") return;
    if (isKey(key, WEB_SOCKET_PING_INTERVAL)) deps.link.value.pingIntervalChanged();
    // The slot's own identity would win over the one that was set just now.
    if (by === "station") return;
    if (isKey(key, IDENTITY)) void dropIdentityOfSlot();
    if (isSlotComponent(key.component) && decidesAboutSecurity(key)) {
      deps.raiseSecurityEvent(
        "ReconfigurationOfSecurityParameters",
        `${key.variable.name} of network configuration ${key.component.instance} was set`,
      );
    }
  });

  async function dropIdentityOfSlot(): Promise<void> {
    const slot = connection?.configurationSlot ?? deviceModel.integer(ACTIVE_PROFILE);
    if (slot === undefined || !deviceModel.text(slotKey(slot, "Identity"))) return;
    const change = { ...slotKey(slot, "Identity"), attributeValue: "" };
    const [result] = await deviceModel.setVariables([change], "station");
    if (result?.attributeStatus !== "Accepted") {
      log.error("the identity of the network configuration in use stays the old one", { slot, ...result });
    }
  }

  return {
    handlers: profiles.handlers,
    connected(info) {
      connection = info;
      profiles.connected(info).catch((error: unknown) =>
        deps.log.error("what the connection changes could not be stored", { error: String(error) })
      );
    },
    disconnected: () => void (connection = undefined),
    setVariablesAnswered: () => password.responseSent(),
  };
}

/** A04: what a slot's connection is protected with, and whom it trusts. */
function decidesAboutSecurity({ variable }: VariableKey): boolean {
  return ["OcppCsmsUrl", "SecurityProfile", "Identity", "BasicAuthPassword"]
    .some((name) => sameIdentifier(name, variable.name));
}

function isKey(one: VariableKey, other: VariableKey): boolean {
  return sameIdentifier(one.component.name, other.component.name) &&
    sameIdentifier(one.variable.name, other.variable.name);
}
