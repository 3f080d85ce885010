import { type Csms, startCsms } from "../fakes/csms/csms.ts";
import { everestAsConfigured } from "../fakes/everest/configuration-file.ts";
import { WITH_DISPLAY } from "../fakes/everest/simulated-display.ts";
import { type EverestSimulation, startEverest } from "../fakes/everest/start-everest.ts";
import { createStationFiles, networkProfile, type StationFiles } from "../fakes/process/station-files.ts";

const CONFIGURATION = new URL("../../config/everest-example.yaml", import.meta.url);
const PASSWORD = "demo-demo-demo-demo";
/** Nothing in the day takes longer to happen than this. */
const GUARD_MS = 15_000;
/** A card that the CSMS refuses. */
export const STOLEN = "STOLEN99";
/** What the CSMS charges for every transaction, in the station's currency. */
export const TOTAL_COST = 4.2;

/** Everything around the station of the demo. */
export interface DemoParts {
  readonly csms: Csms;
  readonly everest: EverestSimulation;
  readonly files: StationFiles;
}

/** A CSMS that answers everything, an EVerest with two EVSEs and a display, and the files of a station between them. */
export async function startDemoParts(): Promise<DemoParts> {
  const csms = await startCsms({ basicAuth: { password: PASSWORD }, guardMs: GUARD_MS });
  csms.on("Authorize", ({ idToken }) => ({
    idTokenInfo: { status: idToken.idToken === STOLEN ? "Invalid" : "Accepted" },
  }));
  csms.on("TransactionEvent", ({ eventType }) => eventType === "Ended" ? { totalCost: TOTAL_COST } : {});
  const files = await createStationFiles({
    "InternalCtrlr.NetworkConnectionProfiles": networkProfile(csms.url, 1),
    "SecurityCtrlr.Identity": "demo-station",
    "SecurityCtrlr.BasicAuthPassword": PASSWORD,
    "OCPPCommCtrlr.RetryBackOffWaitMinimum": 1,
    "OCPPCommCtrlr.RetryBackOffRandomRange": 0,
    "SampledDataCtrlr.TxUpdatedInterval": 2,
    "TariffCostCtrlr.Available[Cost]": true,
  });
  const example = everestAsConfigured(await Deno.readTextFile(CONFIGURATION));
  const everest = await startEverest({
    ...example,
    // A display is on the wall, and the directories of a real station are left alone.
    connections: { ...example.connections, ...WITH_DISPLAY.connections },
    parameters: { ...example.parameters, ...files.parameters },
    evse: { evAmperes: 32, chargeDelayMs: 700, stopDelayMs: 300, meterIntervalMs: 500 },
  });
  return { csms, everest, files };
}
