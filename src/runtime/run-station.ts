import { startReturningPages } from "../host/page-return.ts";
import { startWatchdog } from "../host/watchdog.ts";
import { STATION_ACTIONS } from "../ocpp/directions.ts";
import { callsNotSent, refusingDisk } from "../station/availability/own-faults.ts";
import { variableKey } from "../variables/device-model.ts";
import { readMonitoredParameters } from "./bus/everest-configuration-watch.ts";
import type { Station } from "./composition.ts";
import { provideWebsocketControl } from "./link/external-websocket-control.ts";
import type { StartFacts, StationSetup } from "./station-setup.ts";

const FIRMWARE_VERSION = variableKey("InternalCtrlr", "FirmwareVersion");

/** To be ended in this order: disconnect, flush, close. */
export interface RunningStation {
  /** Disconnects from the CSMS; events of the bus are still stored. */
  disconnect(): Promise<void>;
  /** Resolves when everything for the logs is written or given up. To be called when the bus is closed. */
  flush(): Promise<void>;
  /** Closes the databases; nothing that was stored is lost. To be called last, when the bus is closed. */
  close(): Promise<void>;
}

/** Goes on with what the disk remembers, hands over what has arrived, releases the EVSEs and connects to the CSMS. */
export async function runStation(
  station: Station,
  setup: StationSetup,
): Promise<Omit<RunningStation, "close">> {
  const { config, platform, bus, facts } = setup;
  const { blocks, deviceModel, link, service } = station;
  bus.provided.publishEvents(station);
  bus.keepConfigured(deviceModel);
  if (config.externalWebsocketControl) provideWebsocketControl(bus.module.external, link, platform.log);
  // The process was not online meanwhile: what it had not sent has waited offline (E11.FR.07).
  await setup.storage.outbox.markOffline();
  await resume(station, facts);
  reportDisk(station, setup);
  clearCallsNotSent(station, setup);
  bus.open(station);
  const watchdog = watchProgress(station, setup);
  const pageReturn = startReturningPages({
    clock: platform.clock,
    log: platform.log,
    unmap: platform.unmapExecutablePages,
  });
  platform.serviceManager.ready();
  platform.serviceManager.status("running");
  // Only now: a reader of EVerest's configuration waits for it, the start does not.
  void facts.everestConfiguration.refresh();
  const endReading = readMonitoredParameters({
    deviceModel,
    monitored: () =>
      mayChange(station, setup) ? [...bus.provided.monitored(), ...station.monitoring.monitored()] : [],
    clock: platform.clock,
  });
  void service.begin(config.delayOcppStartMs);
  return {
    async disconnect() {
      service.end();
      watchdog.stop();
      pageReturn.stop();
      endReading();
      // Before the link, which waits until the transactions have stored the answers of the CSMS.
      for (const block of blocks) block.processEnds?.();
      await link.stop();
    },
    flush: () => station.messageLog.flush(),
  };
}

/** Before main of 2026-08 no parameter changes while EVerest runs; but some may still have to be published. */
function mayChange({ deviceModel }: Station, { bus }: StationSetup): boolean {
  return bus.module.dialect === "2026.08" || deviceModel.reasonForUnknown() === "notYetDefined";
}

async function resume(station: Station, { bootReason, scope }: StartFacts): Promise<void> {
  const { transactions, firmware, security, deviceModel, blocks } = station;
  // Nothing happened to the station then, so the reason why a transaction ended meanwhile is not known.
  await transactions.recover(scope === "processOnly" ? "Unknown" : bootReason);
  // One security event for an update, although both its end and the reboot report it.
  const isReported = bootReason === "FirmwareUpdate" && !firmware.bootedAfterUpdate();
  security.started(isReported ? "ApplicationReset" : bootReason, deviceModel.text(FIRMWARE_VERSION));
  for (const block of blocks) await block.started?.(scope);
}

/** To be called when the blocks have started: they begin without the errors of before. */
function reportDisk({ equipment }: Station, { platform, storage }: StationSetup): void {
  const report = (state: "refuses" | "takes") =>
    equipment.onErrorEvent(refusingDisk(state === "refuses" ? "raised" : "cleared", platform.clock.wallMs()));
  // A fault that an earlier process reported may be over.
  report("takes");
  storage.outbox.onRefusal(report);
}

/** Which CALLs the CSMS did not take was known to the earlier process alone. */
function clearCallsNotSent({ equipment }: Station, { platform }: StationSetup): void {
  for (const action of STATION_ACTIONS) {
    equipment.onErrorEvent(callsNotSent(action, "cleared", platform.clock.wallMs()));
  }
}

function watchProgress(
  { link, serviceStatus }: Station,
  { platform, storage }: StationSetup,
): { stop(): void } {
  const { clock, log, serviceManager, watchdogLimitMs } = platform;
  return startWatchdog({
    probes: [
      { name: "OCPP link", check: () => link.progress() },
      { name: "database", check: () => storage.health() },
    ],
    clock,
    log,
    feed() {
      serviceManager.watchdog();
      // Nothing wakes the process for it: the line is as old as the last beat at most.
      serviceStatus.renew();
    },
    limitMs: watchdogLimitMs,
  });
}
