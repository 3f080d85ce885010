import type { Inspectors } from "../../inspection/inspectors.ts";
import type { Station } from "../composition.ts";
import type { StationSetup } from "../station-setup.ts";
import { stationStatus } from "./station-status.ts";

/** Every question that the running station answers; one line for each. */
export function stationInspectors(station: Station, setup: StationSetup): Inspectors {
  const startedMs = setup.platform.clock.wallMs();
  return {
    status: () => stationStatus(station, setup, startedMs),
  };
}
