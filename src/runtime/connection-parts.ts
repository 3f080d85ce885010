import type { CsmsLink } from "../csms/csms-link.ts";
import type { ConnectedInfo } from "../csms/link.ts";
import type { Logger } from "../kernel/logger.ts";
import type { HandlerTable } from "../station/handlers.ts";
import { createNetworkProfilesBlock } from "../station/network-profiles/network-profiles-block.ts";
import { watchPassword } from "../station/security/password-change.ts";
import type { StationDeviceModel } from "../variables/create-device-model.ts";
import type { LateBound } from "./late-bound.ts";

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
