import type { Inspectors, Refusal } from "../../inspection/inspectors.ts";
import type { ReconnectAnswer } from "../../inspection/link.ts";
import type { VariableSetAnswer } from "../../inspection/variables.ts";
import type { Logger } from "../../kernel/logger.ts";
import { validateRequest } from "../../ocpp/validator/validate.ts";
import { countsWithNextConnection } from "../../station/network-profiles/network-of-boot.ts";
import type { Station } from "../composition.ts";

type ControlledStation = Pick<Station, "variables" | "link">;

/** Everything that the owner of the station may change through the control socket; one line for each. */
export function stationControls(station: ControlledStation, log: Logger): Inspectors {
  return {
    "variables.set": (parameters) => setVariable(station, parameters),
    reconnect: (parameters) => reconnect(station, parameters, log),
  };
}

async function setVariable(
  { variables }: Pick<Station, "variables">,
  entry: Readonly<Record<string, unknown>>,
): Promise<VariableSetAnswer | Refusal> {
  const request = validateRequest("SetVariables", { setVariableData: [entry] });
  const [data] = request.kind === "valid" ? request.value.setVariableData : [];
  if (data === undefined) return { refused: "this is no entry of SetVariables" };
  const { attributeStatus, attributeStatusInfo } = await variables.setForOperator(data);
  const reason = attributeStatusInfo?.additionalInfo ?? attributeStatusInfo?.reasonCode;
  return {
    status: attributeStatus,
    ...(reason !== undefined && { reason }),
    ...(countsWithNextConnection(data) && { takesEffect: "withNextConnection" }),
  };
}

/** Makes an attempt to connect now; a connection that is there is ended only by `force`. */
async function reconnect(
  { link }: Pick<Station, "link">,
  { force }: Readonly<Record<string, unknown>>,
  log: Logger,
): Promise<ReconnectAnswer | Refusal> {
  if (link.state().kind === "stopped") {
    return {
      refused: "OCPP is stopped: a module of EVerest has stopped it, and only a module can start it again",
    };
  }
  const connected = link.isOnline();
  if (connected && force !== true) {
    return { refused: "the station is connected; --force ends this connection and makes a new one" };
  }
  log.notice("the operator asked to connect", { connected });
  if (link.redial() === "afterReset") {
    log.notice("the station does not connect: it waits for the reset of the system");
    return {
      refused: "the system was asked to reset and has not yet; until it does, or until the last attempt " +
        "(OCPPCommCtrlr.ResetRetries), the station makes no new connection",
    };
  }
  // What was set at the station, the priority of the slots included, counts from this attempt on.
  await link.reconnect("asked by the operator", "firstSlot");
  return { wasConnected: connected };
}
