import { setConnectionTimeout, setMasterPassGroupId } from "../bridge/auth-settings.ts";
import { createCertificateStore, createOcspCache, createStationKeys } from "../bridge/certificate-adapter.ts";
import { createConnectionCertificates } from "../bridge/connection-certificates.ts";
import { createContractCertificates } from "../bridge/contract-certificates.ts";
import { connectEnergySinks, type EnergySinks, pushLimits } from "../bridge/energy-sinks.ts";
import { feedEvCertificates } from "../bridge/ev-certificate-feed.ts";
import { EvseAdapter } from "../bridge/evse-adapter.ts";
import { readLayout } from "../bridge/evse-layout.ts";
import { awaitEvses, type EvsesReady } from "../bridge/evses-ready.ts";
import { createFirmwarePort } from "../bridge/firmware-adapter.ts";
import { createLogPort } from "../bridge/log-adapter.ts";
import { SystemAdapter } from "../bridge/system-adapter.ts";
import { TokenAdapter } from "../bridge/token-adapter.ts";
import { createVendorPort } from "../bridge/vendor-adapter.ts";
import type { OcppService } from "../bridge/provided-ocpp.ts";
import { CsmsLink } from "../csms/csms-link.ts";
import type { ConnectedModule } from "../everest/bus-module.ts";
import { type Clock, sleep } from "../kernel/clock.ts";
import type { Logger } from "../kernel/logger.ts";
import type { BootReasonEnumType } from "../ocpp/messages.ts";
import type { EvseLayout } from "../station/ports/evse-port.ts";
import { createSmartChargingBlock } from "../station/smart-charging/smart-charging-block.ts";
import { createProfilePrerequisites } from "../station/network-profiles/profile-prerequisites.ts";
import { type DeviceModel, variableKey } from "../variables/device-model.ts";
import { subscribeFeeds } from "./bus-feeds.ts";
import { createCsmsCredentials } from "./csms-credentials.ts";
import { deferUntilStarted } from "./deferred-module.ts";
import { setUpDeviceModel } from "./device-model-setup.ts";
import { readErrorMapFile } from "./error-map-file.ts";
import { provideWebsocketControl } from "./external-websocket-control.ts";
import { LateBound } from "./late-bound.ts";
import { createLinkHost } from "./link-host.ts";
import { reportLink } from "./link-report.ts";
import { createLinkSettings } from "./link-settings.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { setUpMessageLog } from "./message-log-setup.ts";
import type { ModuleConfig } from "./module-config.ts";
import type { Platform } from "./platform.ts";
import { type CommandedStation, type ProvidedInterfaces, provideInterfaces } from "./provided-interfaces.ts";
import { connectRequirements, type RequiredInterfaces } from "./required-interfaces.ts";
import { StartQueue } from "./start-queue.ts";
import { createStation, type Station } from "./station.ts";
import { stationCertificateCheck } from "./station-certificate.ts";
import { stationSink } from "./station-sink.ts";
import { openStorage, type Storage } from "./storage.ts";
import { startWatchdog } from "./watchdog.ts";

/** How often the log says which EVSE we still wait for. */
const EVSE_REMINDER_MS = 10_000;
const EVSE_PATIENCE_MS = 60_000;

const CONNECTION_TIMEOUT = variableKey("TxCtrlr", "EVConnectionTimeOut");
const MASTER_PASS_GROUP = variableKey("AuthCtrlr", "MasterPassGroupId");
const FIRMWARE_VERSION = variableKey("InternalCtrlr", "FirmwareVersion");
const USE_SYSTEM_ROOTS = variableKey("InternalCtrlr", "UseSslDefaultVerifyPaths");

export interface RunningStation {
  /** Figures of this run, for whoever is to expose them. */
  readonly metrics: Metrics;
  /** Disconnects from the CSMS and closes the databases; nothing taken is lost. */
  stop(): Promise<void>;
}

export type StartOutcome = { kind: "running"; station: RunningStation } | { kind: "failed"; reason: string };

/**
 * Brings the station up in the order of EVerest's own module, without its races: subscribe and provide everything,
 * ready, wait for the EVSEs, build the station, hand over what arrived meanwhile, let the EVSEs go, connect.
 */
export async function startStation(
  module: ConnectedModule,
  config: ModuleConfig,
  platform: Platform,
): Promise<StartOutcome> {
  const { clock, ids, log } = platform;
  const requirements = connectRequirements(module, log.child("everest"));
  if (requirements.kind === "missing") return { kind: "failed", reason: requirements.reason };
  const { interfaces } = requirements;

  const errorMap = await readErrorMapFile(config.customErrorMapPath);
  if (errorMap.kind === "refused") return { kind: "failed", reason: errorMap.reason };

  const queue = new StartQueue(log);
  const layout = new LateBound<readonly EvseLayout[]>();
  const running = new LateBound<CommandedStation>();
  const evsesReady = awaitEvses(interfaces.evses);
  subscribeFeeds({
    module: deferUntilStarted(module, queue),
    sink: stationSink(running, interfaces.evses, log.child("station")),
    errorMap: errorMap.map,
    layoutOf: (evse) => layout.value[evse - 1]!,
    clock,
    log: log.child("bridge"),
  });
  for (const extensions of interfaces.extensions) {
    // A vehicle does not wait until we have started.
    const ask: Parameters<typeof feedEvCertificates>[1] = (request) =>
      running.ifBound?.station.certificates.vehicles.request(request) ??
        Promise.resolve({ status: "Failed" });
    feedEvCertificates(extensions, ask, log.child("bridge"));
  }
  // Somebody else may install certificates too.
  interfaces.security.onCertificateStoreUpdate(() =>
    void running.ifBound?.station.certificates.store.counted()
  );
  const provided = provideInterfaces(module, { running, queue, clock, log: log.child("everest") });

  platform.serviceManager.status("waiting for EVerest to become ready");
  const ready = module.start();
  const opening = await openStorage(config, { clock, ids, log: log.child("storage") });
  if (opening.kind === "failed") return opening;
  const { storage } = opening;
  await ready;
  await evsesUp(evsesReady, wasRunningAlready(module), clock, log);

  const systemPort = new SystemAdapter(interfaces.system);
  const [evses, bootReason] = await Promise.all([readLayout(interfaces.evses), systemPort.bootReason()]);
  if (evses.kind === "invalid") {
    storage.close();
    return { kind: "failed", reason: evses.reason };
  }
  const sinks = connectEnergySinks(module, evses.evses.length, log.child("everest"));
  if (sinks.kind === "invalid") {
    storage.close();
    return { kind: "failed", reason: sinks.reason };
  }
  layout.bind(evses.evses);
  return {
    kind: "running",
    station: await run({
      module,
      config,
      platform,
      interfaces,
      provided,
      storage,
      layout: evses.evses,
      sinks,
      bootReason,
      systemPort,
      queue,
      running,
    }),
  };
}

interface RunParts {
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
}

async function run(parts: RunParts): Promise<RunningStation> {
  const { config, platform, interfaces, provided, storage, layout, bootReason } = parts;
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
  configureAuth(deviceModel, interfaces, log);
  if (config.externalWebsocketControl) provideWebsocketControl(parts.module.external, link.value, log);

  const started = wasRunningAlready(parts.module) ? "processOnly" : "station";
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
  for (const evse of interfaces.evses) void evse.externalReadyToStartCharging();
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
    async stop() {
      stopped.abort();
      watchdog.stop();
      station.reset.stop();
      station.metering.stop();
      smartCharging.stop();
      await link.value.stop();
      await messageLog.flush();
      storage.close();
    },
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

/** The manager clears what it told about the modules once all are ready: then only we are new, and the EVSEs have long said so. */
function wasRunningAlready(module: ConnectedModule): boolean {
  return Object.keys(module.moduleNames).length === 0;
}

async function evsesUp(evses: EvsesReady, alreadyRunning: boolean, clock: Clock, log: Logger): Promise<void> {
  if (alreadyRunning) return;
  const up = new AbortController();
  void evses.all.then(() => up.abort());
  for (let waitedMs = EVSE_REMINDER_MS; waitedMs <= EVSE_PATIENCE_MS; waitedMs += EVSE_REMINDER_MS) {
    if (await sleep(clock, "evse-reminder", EVSE_REMINDER_MS, up.signal) === "aborted") return;
    log.notice("waiting for EVSEs to become ready", { missing: evses.missing() });
  }
  // A manager that keeps its topics looks as if it had just started. Whether the EVSEs live shows when they are asked.
  log.warning("going on without EVSEs that have not said that they are ready", { missing: evses.missing() });
}

/** Keeps EVerest's Auth module at what the device model says (everest-integration B.7, J.6). */
function configureAuth(deviceModel: DeviceModel, { auth }: RequiredInterfaces, log: Logger): void {
  const settings = [
    {
      name: "EVConnectionTimeOut",
      apply: async () => {
        const seconds = deviceModel.integer(CONNECTION_TIMEOUT);
        return seconds === undefined || await setConnectionTimeout(auth, seconds);
      },
    },
    {
      name: "MasterPassGroupId",
      apply: async () => {
        const group = deviceModel.text(MASTER_PASS_GROUP);
        return group === undefined || await setMasterPassGroupId(auth, group);
      },
    },
  ];
  const apply = async ({ name, apply }: (typeof settings)[number]) => {
    if (!await apply()) log.warning("EVerest's Auth module did not take a setting", { name });
  };
  for (const setting of settings) void apply(setting);
  deviceModel.onChange(({ key, attribute }) => {
    if (attribute !== "Actual") return;
    for (const setting of settings) {
      if (setting.name.toLowerCase() === key.variable.name.toLowerCase()) void apply(setting);
    }
  });
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
