import { connectorId as toConnectorId, evseId as toEvseId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { EVSEType, RequestOf, ResponseOf, StatusInfoType } from "../../ocpp/messages.ts";
import { statusInfo } from "../../ocpp/reason-codes.ts";
import { type HandlerTable, type Reply, result } from "../handlers.ts";
import type { EvseLayout } from "../ports/evse-port.ts";
import { NOT_STORED, storedFor } from "../stored-request.ts";
import type { OperativeControl } from "./operative-control.ts";
import type { OperativePlace } from "./operative-state-store.ts";

export interface ChangeAvailabilityDeps {
  readonly layout: readonly EvseLayout[];
  readonly control: Pick<OperativeControl, "decide" | "isWaiting" | "apply">;
  /** Sends StatusNotification for every connector. */
  repeatStatuses(): void;
  readonly log: Logger;
}

export interface ChangeAvailabilityBlock {
  readonly handlers: HandlerTable;
  /** The same request from within the station; carried out when the promise resolves. */
  change(request: RequestOf<"ChangeAvailability">): Promise<ResponseOf<"ChangeAvailability">>;
}

/** G03, G04: the CSMS takes the station, an EVSE or a connector out of use, and back. */
export function createChangeAvailabilityBlock(deps: ChangeAvailabilityDeps): ChangeAvailabilityBlock {
  const { layout, control, log } = deps;

  async function decide(
    { operationalStatus, evse }: RequestOf<"ChangeAvailability">,
  ): Promise<ResponseOf<"ChangeAvailability">> {
    const obstacle = evse && obstacleTo(evse);
    if (obstacle) return { status: "Rejected", statusInfo: obstacle };
    const place: OperativePlace = {
      ...(evse && { evseId: toEvseId(evse.id) }),
      ...(evse?.connectorId !== undefined && { connectorId: toConnectorId(evse.connectorId) }),
    };
    const decided = control.decide({ ...place, status: operationalStatus });
    if (await storedFor("ChangeAvailability", decided, log) === "refused") {
      return { status: "Rejected", statusInfo: NOT_STORED };
    }
    // What is in that state already is not scheduled.
    const status = operationalStatus === "Inoperative" && control.isWaiting(place) ? "Scheduled" : "Accepted";
    log.notice("the CSMS changed the availability", { ...place, operationalStatus, status });
    return { status };
  }

  function obstacleTo({ id, connectorId }: EVSEType): StatusInfoType | undefined {
    const evse = layout.find((candidate) => candidate.id === id);
    if (evse === undefined) return statusInfo("UnknownEvse");
    if (connectorId === undefined || evse.connectors.some((known) => known.id === connectorId)) {
      return undefined;
    }
    return statusInfo("UnknownConnectorId");
  }

  async function requested(
    request: RequestOf<"ChangeAvailability">,
  ): Promise<Reply<"ChangeAvailability">> {
    const response = await decide(request);
    // First the answer, then the StatusNotification that results from it (G03, scenario steps 3 and 4).
    return result<"ChangeAvailability">(response, () => {
      const outcome = control.apply();
      const isWholeStation = request.evse === undefined;
      // TC_G_12, TC_G_13: a request about the whole station is followed by the status of every connector,
      // even when none has changed.
      if (outcome === "unchanged" && isWholeStation && response.status === "Accepted") deps.repeatStatuses();
    });
  }

  return {
    handlers: { ChangeAvailability: requested },
    async change(request) {
      const response = await decide(request);
      control.apply();
      return response;
    },
  };
}
