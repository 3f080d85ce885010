import { tlsUsability } from "../csms/tls/tls-usability.ts";
import type { EnergySinks } from "../bridge/energy-sinks.ts";
import { createCertificateStore } from "../bridge/certificate-adapter.ts";
import { createClientCertificateSource } from "../bridge/client-certificate-source.ts";
import { createConnectionCertificates } from "../bridge/connection-certificates.ts";
import { createCsmsRootSource } from "../bridge/csms-root-source.ts";
import { stationCertificateCheck } from "../bridge/station-certificate.ts";
import { textFiles } from "../host/files.ts";
import { createProfilePrerequisites } from "../station/network-profiles/profile-prerequisites.ts";
import { connectedValues } from "../bridge/live-variables.ts";
import type { SystemAdapter } from "../bridge/system-adapter.ts";
import type { CsmsLink } from "../csms/csms-link.ts";
import type { ConnectedModule } from "../everest/bus-module.ts";
import type { BootReasonEnumType } from "../ocpp/messages.ts";
import type { EvseLayout } from "../station/ports/evse-port.ts";
import { variableKey } from "../variables/device-model.ts";
import { keepAuthConfigured } from "./bus/auth-configuration.ts";
import { ClientCertificates } from "../station/security/client-certificates.ts";
import { CsmsRoots } from "../station/certificates/csms-roots.ts";
import { setUpDeviceModel } from "./device-model-setup.ts";
import type { EverestConfiguration } from "./bus/everest-configuration-source.ts";
import { readMonitoredParameters } from "./bus/everest-configuration-watch.ts";
import { limitEnergy } from "./parts/energy-limits.ts";
import type { EvseRelease } from "./bus/evse-release.ts";
import { provideWebsocketControl } from "./link/external-websocket-control.ts";
import type { Iso15118Parts } from "./parts/iso15118-parts.ts";
import { LateBound } from "./late-bound.ts";
import { setUpMessageLog } from "../message-log/message-log-setup.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import type { ModuleConfig } from "./module-config.ts";
import type { Platform } from "./platform.ts";
import { createOcppService } from "./ocpp-service.ts";
import type { CommandedStation, ProvidedInterfaces } from "./bus/provided-interfaces.ts";
import type { RequiredInterfaces } from "./bus/required-interfaces.ts";
import type { StartQueue } from "./bus/start-queue.ts";
import { createStationLink } from "./link/station-link.ts";
import { createStationPorts } from "./station-ports.ts";
import { createStation, type Station } from "./station.ts";
import type { Storage } from "./storage.ts";
import { startWatchdog } from "../host/watchdog.ts";

const FIRMWARE_VERSION = variableKey("InternalCtrlr", "FirmwareVersion");

export interface RunningStation {
  readonly metrics: Metrics;
  /** Falls silent towards the CSMS; what the bus still brings is taken. */
  disconnect(): Promise<void>;
  /** Resolves when everything for the logs is written or given up. To be called when the bus is closed. */
  flush(): Promise<void>;
  /** Closes the databases; nothing taken is lost. To be called last, when the bus is closed. */
  close(): void;
}

/** Everything that is there before the station can be built. */
export interface RunParts {
  readonly module: ConnectedModule;
  readonly config: ModuleConfig;
  readonly platform: Platform;
  readonly interfaces: RequiredInterfaces;
  readonly provided: ProvidedInterfaces;
  readonly storage: Storage;
  readonly layout: readonly EvseLayout[];
  readonly sinks: Extract<EnergySinks, { kind: "sinks" }>;
  readonly bootReason: BootReasonEnumType;
  readonly systemPort: SystemAdapter;
  readonly everestConfiguration: EverestConfiguration;
  readonly iso15118: Iso15118Parts;
  readonly queue: StartQueue;
  readonly running: LateBound<CommandedStation>;
  readonly release: EvseRelease;
  readonly started: "station" | "processOnly";
}

/** Builds the station, hands over what arrived meanwhile, lets the EVSEs go and connects to the CSMS. */
export async function runStation(parts: RunParts): Promise<RunningStation> {
  const { module, config, platform, interfaces, provided, storage, layout, bootReason, started } = parts;
  const { clock, ids, log, serviceManager } = platform;
  const { security } = interfaces;
  const prerequisites = createProfilePrerequisites(createConnectionCertificates(security));
  const deviceModel = setUpDeviceModel({
    storage,
    layout,
    clock,
    log: log.child("device-model"),
    rules: [prerequisites.rule],
    everestConfiguration: parts.everestConfiguration,
    withIso15118: parts.iso15118.evses,
  });
  const complain = (reason: string) =>
    log.child("bridge").warning("certificates of the security module", { reason });
  const certificates = createCertificateStore(
    security,
    stationCertificateCheck(security, textFiles, complain),
    complain,
  );
  const clientCertificates = new ClientCertificates({
    source: createClientCertificateSource(security, textFiles),
    certificates,
    store: storage.previousCertificate,
    log: log.child("certificates"),
  });
  const csmsRoots = new CsmsRoots({
    source: createCsmsRootSource(security, textFiles),
    certificates,
    store: storage.rootRenewal,
    deviceModel,
    tls: tlsUsability,
    log: log.child("certificates"),
  });
  const ports = createStationPorts(
    interfaces,
    provided,
    parts.systemPort,
    { clientCertificates, csmsRoots, prerequisites },
    log.child("bridge"),
  );
  const messages = setUpMessageLog({
    deviceModel,
    directory: config.messageLogPath,
    disk: platform.logDisk,
    clock,
    log: log.child("message-log"),
    onSecurityLogCleared: () =>
      parts.running.ifBound?.station.security.raise("SecurityLogWasCleared", "rotated"),
  });
  const link = new LateBound<CsmsLink>();
  const station = createStation({
    deviceModel,
    storage,
    messageLog: messages.messageLog,
    layout,
    bootReason,
    resetStopDelayMs: config.resetStopDelayMs,
    ports,
    link,
    clock,
    ids,
    log: log.child("station"),
  });
  const metrics = createMetrics();
  link.bind(
    createStationLink({
      station,
      storage,
      config,
      platform,
      interfaces,
      provided,
      messages,
      metrics,
      clientCertificates,
      csmsRoots,
    }),
  );
  provided.publishEvents(station);
  keepAuthConfigured(deviceModel, interfaces.auth, log);
  parts.iso15118.start(deviceModel);
  if (config.externalWebsocketControl) provideWebsocketControl(module.external, link.value, log);

  await resume(station, bootReason, started);
  void station.certificates.store.counted();
  void prerequisites.refresh();
  const smartCharging = limitEnergy({
    clock,
    deviceModel,
    transactions: station.transactions,
    config,
    evses: layout.length,
    sinks: parts.sinks,
    provided,
    moduleId: module.moduleId,
  });
  const service = createOcppService({
    station,
    smartCharging,
    clock,
    link: link.value,
    outbox: storage.outbox,
    log: log.child("ocpp"),
    raiseStarted: (reason) => station.security.started(reason, deviceModel.text(FIRMWARE_VERSION)),
  });
  parts.running.bind({ station, service });
  parts.queue.open();
  parts.release.all();
  const watchdog = startWatchdog({
    probes: [
      { name: "OCPP link", check: () => link.value.progress() },
      { name: "database", check: () => storage.health() },
    ],
    clock,
    log,
    feed: () => serviceManager.watchdog(),
    limitMs: platform.watchdogLimitMs,
  });
  serviceManager.ready();
  serviceManager.status("running");
  // Not before: whoever wants to know something of it waits for it, the start does not.
  void parts.everestConfiguration.refresh();
  // Before main of 2026-08 no parameter changes while EVerest runs.
  const endReading = module.dialect === "2026.08"
    ? readMonitoredParameters({
      deviceModel,
      monitored: () => [...provided.monitored(), ...station.monitoring.monitored()],
      clock,
    })
    : () => {};
  void service.begin(config.delayOcppStartMs);
  return {
    metrics,
    async disconnect() {
      service.end();
      watchdog.stop();
      endReading();
      station.reset.stop();
      station.reservations.stop();
      station.metering.stop();
      station.monitoring.stop();
      station.tokens.stop();
      station.display.stop();
      station.cost.stop();
      smartCharging.stop();
      // Before the link: it waits until the transactions have taken what the CSMS answered.
      station.transactions.close();
      await link.value.stop();
    },
    flush: () => messages.messageLog.flush(),
    close: () => storage.close(),
  };
}

/** Takes up what was going on when the process ended. */
async function resume(
  station: Station,
  bootReason: BootReasonEnumType,
  started: RunParts["started"],
): Promise<void> {
  // Nothing happened to the station then: why a transaction ended that we missed the end of is not known.
  await station.transactions.recover(started === "processOnly" ? "Unknown" : bootReason);
  // One event for an update, though both its end and the reboot tell of it.
  const isOldNews = bootReason === "FirmwareUpdate" && !station.firmware.bootedAfterUpdate();
  station.security.started(
    isOldNews ? "ApplicationReset" : bootReason,
    station.deviceModel.text(FIRMWARE_VERSION),
  );
  // Before the EVSEs are let go: they forget what they were told when they restart.
  station.operativeControl.apply();
  if (started === "processOnly") foundAtEvses(station);
  station.reservations.started(started);
  station.availability.started(started);
  station.reset.started(started);
  station.firmware.started(started);
  station.metering.start();
  await station.monitoring.start();
  station.tokens.start();
  station.display.start();
  station.cost.tariff.start();
}

/** The EVSEs went on without us and will not say again what is plugged in: their sessions tell. */
function foundAtEvses({ transactions, availability, deviceModel }: Station): void {
  for (const { evseId, connectorId } of transactions.plugged()) {
    availability.foundPlugged(evseId, connectorId);
    for (const { value, ...key } of connectedValues(evseId)) deviceModel.setActual(key, value);
  }
}
