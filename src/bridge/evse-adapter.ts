import type { Auth } from "../everest/interfaces/auth.ts";
import type { CallResult } from "../everest/interfaces/client.ts";
import type { EvseManager } from "../everest/interfaces/evse-manager.ts";
import type { ConnectorId, EvseId } from "../kernel/ids.ts";
import type { IdTokenType, ReasonEnumType } from "../ocpp/messages.ts";
import type { EvsePort } from "../station/ports/evse-port.ts";
import { COMMAND_TIMEOUT_MS } from "./command-timeouts.ts";
import { toStopTransactionReason } from "./everest-stop-reasons.ts";
import { fromIdToken } from "./tokens.ts";

/** Our priority among the sources that enable and disable EVSEs; EVerest's own OCPP modules use the same. */
const CSMS_ENABLE_PRIORITY = 5000;

/** The commands of the station to the EVSEs; the n-th entry of `evses` is EVSE n. */
export class EvseAdapter implements EvsePort {
  constructor(readonly evses: readonly EvseManager[], readonly auth: Auth) {}

  async stopTransaction(evse: EvseId, reason: ReasonEnumType): Promise<boolean | undefined> {
    const request = { reason: toStopTransactionReason(reason) };
    const answer = await this.evses[evse - 1]?.stopTransaction(request, COMMAND_TIMEOUT_MS);
    return answer?.kind === "result" ? answer.value : undefined;
  }

  async pauseCharging(evse: EvseId): Promise<boolean> {
    return isAccepted(await this.evses[evse - 1]?.pauseCharging(COMMAND_TIMEOUT_MS));
  }

  async withdrawAuthorization(evse: EvseId, idToken: IdTokenType | undefined): Promise<boolean> {
    // The call goes to Auth, not to the EVSE: Auth would otherwise use the token for the next EV that plugs
    // in. Without the token it would also withdraw those of drivers who may plug in at any EVSE.
    const request = { evse_id: evse, ...(idToken && { id_token: fromIdToken(idToken) }) };
    const answer = await this.auth.withdrawAuthorization(request, COMMAND_TIMEOUT_MS);
    return answer.kind === "result" && answer.value === "Accepted";
  }

  async setOperative(
    evse: EvseId,
    connector: ConnectorId,
    operative: boolean,
  ): Promise<boolean | undefined> {
    const answer = await this.evses[evse - 1]?.enableDisable(connector, {
      enable_source: "CSMS",
      enable_state: operative ? "Enable" : "Disable",
      enable_priority: CSMS_ENABLE_PRIORITY,
    }, COMMAND_TIMEOUT_MS);
    return answer?.kind === "result" ? answer.value : undefined;
  }

  async unlock(evse: EvseId, connector: ConnectorId): Promise<boolean> {
    return isAccepted(await this.evses[evse - 1]?.forceUnlock(connector, COMMAND_TIMEOUT_MS));
  }
}

function isAccepted(answer: CallResult<boolean> | undefined): boolean {
  return answer?.kind === "result" && answer.value;
}
