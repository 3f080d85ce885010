import type { CsmsLink } from "../csms/csms-link.ts";
import type { ConnectedInfo } from "../csms/link.ts";
import type { Logger } from "../kernel/logger.ts";
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
  return {
    connected: (info) => void (connection = info),
    disconnected: () => void (connection = undefined),
    setVariablesAnswered: () => password.responseSent(),
  };
}
