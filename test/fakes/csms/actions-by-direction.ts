import { directionOf } from "../../../src/ocpp/directions.ts";
import { type Action, ACTIONS } from "../../../src/ocpp/messages.ts";

/** The actions that a CSMS may call on a station, sorted by name. */
export const ACTIONS_TO_STATION: readonly Action[] = ACTIONS.filter((action) =>
  directionOf(action) !== "stationToCsms"
);
/** The actions that a station may call on a CSMS, sorted by name. */
export const ACTIONS_TO_CSMS: readonly Action[] = ACTIONS.filter((action) =>
  directionOf(action) !== "csmsToStation"
);
