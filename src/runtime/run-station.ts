import { createCertificateStore, createOcspCache, createStationKeys } from "../bridge/certificate-adapter.ts";
import { createConnectionCertificates } from "../bridge/connection-certificates.ts";
import { createContractCertificates } from "../bridge/contract-certificates.ts";
import { type EnergySinks, pushLimits } from "../bridge/energy-sinks.ts";
import { EvseAdapter } from "../bridge/evse-adapter.ts";
import { createFirmwarePort } from "../bridge/firmware-adapter.ts";
import { createLogPort } from "../bridge/log-adapter.ts";
import type { OcppService } from "../bridge/provided-ocpp.ts";
import type { SystemAdapter } from "../bridge/system-adapter.ts";
import { TokenAdapter } from "../bridge/token-adapter.ts";
import { createVendorPort } from "../bridge/vendor-adapter.ts";
import { CsmsLink } from "../csms/csms-link.ts";
import type { ConnectedModule } from "../everest/bus-module.ts";
import { type Clock, sleep } from "../kernel/clock.ts";
import type { BootReasonEnumType } from "../ocpp/messages.ts";
import { createProfilePrerequisites } from "../station/network-profiles/profile-prerequisites.ts";
import type { EvseLayout } from "../station/ports/evse-port.ts";
import { createSmartChargingBlock } from "../station/smart-charging/smart-charging-block.ts";
import { variableKey } from "../variables/device-model.ts";
import { keepAuthConfigured } from "./auth-configuration.ts";
import { createCsmsCredentials } from "./csms-credentials.ts";
import { setUpDeviceModel } from "./device-model-setup.ts";
import type { EvseRelease } from "./evse-release.ts";
import { provideWebsocketControl } from "./external-websocket-control.ts";
import { LateBound } from "./late-bound.ts";
import { createLinkHost } from "./link-host.ts";
import { reportLink } from "./link-report.ts";
import { createLinkSettings } from "./link-settings.ts";
import { setUpMessageLog } from "./message-log-setup.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import type { ModuleConfig } from "./module-config.ts";
import type { Platform } from "./platform.ts";
import type { CommandedStation, ProvidedInterfaces } from "./provided-interfaces.ts";
import type { RequiredInterfaces } from "./required-interfaces.ts";
import type { StartQueue } from "./start-queue.ts";
import { createStation, type Station } from "./station.ts";
import { stationCertificateCheck } from "./station-certificate.ts";
import type { Storage } from "./storage.ts";
import { startWatchdog } from "./watchdog.ts";

const FIRMWARE_VERSION = variableKey("InternalCtrlr", "FirmwareVersion");
const USE_SYSTEM_ROOTS = variableKey("InternalCtrlr", "UseSslDefaultVerifyPaths");

export interface RunningStation {
  readonly metrics: Metrics;
  /** Falls silent towards the CSMS and in the log; what the bus still brings is taken. */
  disconnect(): Promise<void>;
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
  readonly queue: StartQueue;
  readonly running: LateBound<CommandedStation>;
  readonly release: EvseRelease;
  readonly started: "station" | "processOnly";
}

/** Builds the station, hands over what arrived meanwhile, lets the EVSEs go and connects to the CSMS. */
export async function runStation(parts: RunParts): Promise<RunningStation> {
  const { config, platform, interfaces, provided, storage, layout, bootReason, started } = parts;
  const { clock, ids, log, serviceManager } = platform;
  const prerequisites = createProfilePrerequisites(createConnectionCertificates(interfaces.security));
  const deviceModel = setUpDeviceModel({
    storage,
    layout,
    clock,
    log: log.child("device-model"),
    rules: [prerequisites.rule],
  });
  const link = new LateBound<CsmsLink>();
  const metrics = createMetrics();
  const { messageLog, formats } = setUpMessageLog({
    deviceModel,
    directory: config.messageLogPath,
    disk: platform.logDisk,
    clock,
    log: log.child("message-log"),
    onSecurityLogCleared: () =>
      parts.running.ifBound?.station.security.raise("SecurityLogWasCleared", "rotated"),
  });
  const station = createStation({
    deviceModel,
    storage,
    messageLog,
    layout,
    bootReason,
    evsePort: new EvseAdapter(interfaces.evses, interfaces.auth),
    systemPort: parts.systemPort,
    logs: createLogPort(interfaces.system),
    firmware: createFirmwarePort(interfaces.system, interfaces.security),
    resetStopDelayMs: config.resetStopDelayMs,
    tokenPort: new TokenAdapter(provided.tokenProvider, provided.tokenValidator, log.child("bridge")),
    contracts: createContractCertificates(interfaces.security),
    certificates: {
      store: createCertificateStore(
        interfaces.security,
        stationCertificateCheck(interfaces.security, log.child("bridge")),
      ),
      keys: createStationKeys(interfaces.security),
      ocsp: createOcspCache(interfaces.security),
    },
    ...(interfaces.dataTransfer
      ? { vendor: createVendorPort(interfaces.dataTransfer, log.child("bridge")) }
      : {}),
    prerequisites,
    link,
    clock,
    ids,
    log: log.child("station"),
  });
  link.bind(
    new CsmsLink({
      host: reportLink(
        createLinkHost({
          ...station,
          messageLog,
          linkListener: provided.publishLink(station, formats),
          log: log.child("station"),
        }),
        { metrics, serviceManager, waiting: () => storage.outbox.count() },
      ),
      outbox: storage.outbox,
      settings: createLinkSettings(deviceModel, config),
      dial: platform.dialCsms(() => deviceModel.boolean(USE_SYSTEM_ROOTS) ?? false),
      credentials: createCsmsCredentials(interfaces.security),
      clock,
      ids,
      log: log.child("csms"),
    }),
  );
  parts.running.bind({ station, service: ocppService(link.value) });
  provided.publishEvents(station);
  keepAuthConfigured(deviceModel, interfaces.auth, log);
  if (config.externalWebsocketControl) provideWebsocketControl(parts.module.external, link.value, log);

  // Nothing happened to the station then: why a transaction ended that we missed the end of is not known.
  await station.transactions.recover(started === "processOnly" ? "Unknown" : bootReason);
  station.security.started(bootReason, deviceModel.text(FIRMWARE_VERSION));
  // Before the EVSEs are let go: they forget what they were told when they restart.
  station.operativeControl.apply();
  if (started === "processOnly") foundAtEvses(station);
  station.reset.started(started);
  station.firmware.started(started);
  station.metering.start();
  void station.certificates.store.counted();
  void prerequisites.refresh();
  const smartCharging = createSmartChargingBlock({
    clock,
    deviceModel,
    limits: {
      apply(schedules) {
        provided.publishSchedules(schedules);
        pushLimits(schedules, parts.sinks.byEvse, parts.module.moduleId);
      },
    },
    evses: layout.length,
    request: { durationSeconds: config.compositeScheduleDurationSeconds, unit: config.compositeScheduleUnit },
    intervalMs: config.compositeScheduleIntervalMs,
    transactions: station.transactions,
  });
  smartCharging.start();
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
  const stopped = new AbortController();
  void connectAfterDelay(config.delayOcppStartMs, clock, link.value, stopped.signal);
  return {
    metrics,
    async disconnect() {
      stopped.abort();
      watchdog.stop();
      station.reset.stop();
      station.metering.stop();
      smartCharging.stop();
      await link.value.stop();
      await messageLog.flush();
    },
    close: () => storage.close(),
  };
}

async function connectAfterDelay(
  delayMs: number,
  clock: Clock,
  link: CsmsLink,
  signal: AbortSignal,
): Promise<void> {
  if (delayMs > 0 && await sleep(clock, "delay-ocpp-start", delayMs, signal) === "aborted") return;
  link.connect();
}

/** The EVSEs went on without us and will not say again what is plugged in: their sessions tell. */
function foundAtEvses({ transactions, availability }: Station): void {
  for (const { evseId, connectorId } of transactions.plugged()) {
    availability.foundPlugged(evseId, connectorId);
  }
}

/** What `ocpp_generic` may do to the service as a whole. */
function ocppService(link: CsmsLink): OcppService {
  return {
    async stop() {
      await link.disconnect();
      return true;
    },
    restart() {
      link.connect();
      return Promise.resolve(true);
    },
  };
}
