import { createConnectionCertificates } from "../bridge/connection-certificates.ts";
import { sizedEvent } from "../csms/message-size.ts";
import type { MessageLog } from "../message-log/message-log.ts";
import { setUpMessageLog } from "../message-log/message-log-setup.ts";
import { RecentFrames } from "../message-log/recent-frames.ts";
import { ReportedMeasurands } from "../station/metering/measurands.ts";
import { cachePolicyRule } from "../station/authorization/cache-policy.ts";
import { createProfilePrerequisites } from "../station/network-profiles/profile-prerequisites.ts";
import { pageBytes } from "../station/payload-bytes.ts";
import type { StationOnBus } from "./bus/station-on-bus.ts";
import { createCertificatePorts } from "./certificate-ports.ts";
import { composeBlocks, type StationBlocks } from "./compose-blocks.ts";
import { setUpDeviceModel } from "./device-model-setup.ts";
import { createCsmsLink, type ExaminedLink, trustPolicy } from "./link/create-csms-link.ts";
import { createLinkHost } from "./link/link-host.ts";
import { createLinkReport } from "./link/link-report.ts";
import { createServiceStatus, type ServiceStatus } from "./link/service-status.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { createOcppService, type RunningService } from "./ocpp-service.ts";
import { createStationPorts } from "./station-ports.ts";
import type { StationSetup } from "./station-setup.ts";

/** The station, complete and at rest. */
export interface Station extends StationOnBus, StationBlocks, ExaminedLink {
  readonly service: RunningService;
  readonly messageLog: MessageLog;
  readonly recentFrames: RecentFrames;
  readonly metrics: Metrics;
  readonly serviceStatus: ServiceStatus;
}

/** Builds the station: device model, ports, link to the CSMS, functional blocks. Nothing runs yet. */
export function composeStation(setup: StationSetup): Station {
  const { config, platform, storage, bus, facts } = setup;
  const { clock, log, serviceManager } = platform;
  const prerequisites = createProfilePrerequisites(createConnectionCertificates(bus.required.security));
  const measurands = new ReportedMeasurands();
  const deviceModel = setUpDeviceModel(setup, [prerequisites.rule, measurands.rule, cachePolicyRule]);
  const trust = platform.trust(trustPolicy(deviceModel));
  // Roots that are looked at would otherwise make the runtime read those of the machine, once and for all.
  trust.apply();
  const certificates = createCertificatePorts({
    security: bus.required.security,
    storage,
    deviceModel,
    log: log.child("certificates"),
  });
  const ports = createStationPorts(bus, { certificates, prerequisites }, log.child("bridge"));
  const { messageLog, formats } = setUpMessageLog({
    deviceModel,
    directory: config.messageLogPath,
    disk: platform.logDisk,
    clock,
    log: log.child("message-log"),
  });
  const metrics = createMetrics();
  const recentFrames = new RecentFrames();
  const serviceStatus = createServiceStatus({
    serviceManager,
    facts: () => ({
      link: csmsLink.link.state(),
      registration: blocks.provisioning.registration(),
      waiting: storage.outbox.count(),
      transactions: blocks.transactions.active().length,
    }),
  });
  // The blocks send through the link, and the link asks the blocks, but not before it connects.
  const csmsLink = createCsmsLink(setup, {
    deviceModel,
    trust,
    certificates,
    host: createLinkHost({
      station: () => blocks,
      messageLog,
      recentFrames,
      report: createLinkReport({ metrics, serviceStatus }),
      publisher: bus.provided.publishLink(deviceModel, formats),
      clock,
      log: log.child("station"),
    }),
  });
  const { link, readNetworkProfiles } = csmsLink;
  const blocks: StationBlocks = composeBlocks(setup, { deviceModel, measurands, ports, link, messageLog });
  storage.outbox.limitEvents((event) => sizedEvent(event, pageBytes(deviceModel)));
  const service = createOcppService({
    ...blocks,
    link,
    readNetworkProfiles,
    deviceModel,
    outbox: storage.outbox,
    clock,
    log: log.child("ocpp"),
  });
  return {
    ...blocks,
    ...csmsLink,
    layout: facts.layout,
    deviceModel,
    service,
    messageLog,
    recentFrames,
    metrics,
    serviceStatus,
  };
}
