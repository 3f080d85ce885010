import type { Iso15118Extensions } from "../everest/interfaces/iso15118-extensions.ts";
import type { EvseId } from "../kernel/ids.ts";
import type { Logger } from "../kernel/logger.ts";
import type { ChargingNeedsType } from "../ocpp/messages.ts";
import { toChargingNeeds } from "./iso15118-charging-needs.ts";
import { evInformationValues, type LiveValue, renegotiationValues } from "./live-variables.ts";

/** Receives the values of an ISO 15118 stack. */
export interface Iso15118Sink {
  onLiveValues(values: readonly LiveValue[]): void;
  onChargingNeeds(evse: EvseId, needs: ChargingNeedsType): void;
}

/**
 * Forwards what the ISO 15118 stack of an EVSE reports about the EV. The values of a stack without EVSE are
 * dropped with a warning: their EV is unknown.
 */
export function feedIso15118(
  extensions: Iso15118Extensions,
  evse: EvseId | undefined,
  sink: Iso15118Sink,
  log: Logger,
): void {
  const { moduleId } = extensions.connection;
  const placed = <T>(what: string, take: (evse: EvseId, value: T) => void) => (value: T) => {
    if (evse !== undefined) return take(evse, value);
    log.warning("data of an ISO 15118 stack are dropped: its connection has no mapping to an EVSE", {
      module: moduleId,
      what,
    });
  };
  extensions.onEvInfo(placed("ev_info", (at, info) => sink.onLiveValues(evInformationValues(at, info))));
  extensions.onServiceRenegotiationSupported(
    placed(
      "service_renegotiation_supported",
      (at, supported) => sink.onLiveValues(renegotiationValues(at, supported)),
    ),
  );
  extensions.onChargingNeeds(placed("charging_needs", (at, reported) => {
    const complain = (reason: string) =>
      log.warning("charging needs of an EV are wrong in part", { evse: at, reason });
    const needs = toChargingNeeds(reported, complain);
    if (needs) sink.onChargingNeeds(at, needs);
    else complain("neither AC nor DC parameters; OCPP 2.0.1 cannot report them");
  }));
}
