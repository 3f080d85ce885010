import type { CsmsLink } from "../csms/csms-link.ts";
import type { Clock } from "../kernel/clock.ts";
import type { IdSource } from "../kernel/id-source.ts";
import type { Logger } from "../kernel/logger.ts";
import type { BootReasonEnumType } from "../ocpp/messages.ts";
import type { Block } from "../station/block.ts";
import { createDataTransferBlock } from "../station/data-transfer/data-transfer-block.ts";
import type { DisplayMessageBlock } from "../station/display-message/display-message-block.ts";
import { createEventReporter } from "../station/events/event-reporter.ts";
import { createMonitoringBlock, type MonitoringBlock } from "../station/monitoring/monitoring-block.ts";
import { pageBytes } from "../station/payload-bytes.ts";
import { variableKey } from "../variables/device-model.ts";
import type { Csms } from "../station/ports/csms.ts";
import {
  createEvChargingNeeds,
  type EvChargingNeeds,
} from "../station/ev-charging-needs/ev-charging-needs.ts";
import type { EvseLayout } from "../station/ports/evse-port.ts";
import {
  createProvisioningBlock,
  type ProvisioningBlock,
} from "../station/provisioning/provisioning-block.ts";
import { allowsRemoteTransactions } from "../station/provisioning/registration-rules.ts";
import { createSecurityBlock, type SecurityBlock } from "../station/security/security-block.ts";
import { createTriggerMessageBlock } from "../station/trigger-message/trigger-message-block.ts";
import { createVariablesBlock } from "../station/variables/variables-block.ts";
import type { StationDeviceModel } from "../variables/create-device-model.ts";
import { type AuthorizationParts, createAuthorizationParts } from "./parts/authorization-parts.ts";
import { type CertificateParts, createCertificateParts } from "./parts/certificate-parts.ts";
import { type ChargingParts, createChargingParts } from "./parts/charging-parts.ts";
import { type ConnectionBlock, createConnectionBlock } from "../station/connection/connection-block.ts";
import { type CostParts, createCostParts } from "./parts/cost-parts.ts";
import { createCsmsPort } from "./link/csms-port.ts";
import { createDisplayParts } from "./parts/display-parts.ts";
import { createRoutes, type Routes } from "./handler-routes.ts";
import { queueReports } from "../station/queued-reports.ts";
import type { LateBound } from "./late-bound.ts";
import type { MessageLog } from "../message-log/message-log.ts";
import { securityLogOf } from "../message-log/message-log-setup.ts";
import { toLinkRegistration } from "./link/registration.ts";
import type { StationPorts } from "./station-ports.ts";
import type { Storage } from "./storage.ts";
import { createUpkeepParts, type UpkeepParts } from "./parts/upkeep-parts.ts";

const OFFLINE_QUEUING_SEVERITY = variableKey("MonitoringCtrlr", "OfflineQueuingSeverity");
const LEAST_SEVERE = 9;

export interface StationParts {
  readonly deviceModel: StationDeviceModel;
  readonly storage: Storage;
  readonly messageLog: MessageLog;
  readonly layout: readonly EvseLayout[];
  readonly bootReason: BootReasonEnumType;
  readonly resetStopDelayMs: number;
  readonly ports: StationPorts;
  /** Built after the station, because it asks the station for answers. */
  readonly link: LateBound<CsmsLink>;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Logger;
}

/** The functional blocks of OCPP 2.0.1, wired to each other. */
export interface Station extends Omit<ChargingParts, "blocks">, Omit<UpkeepParts, "blocks"> {
  readonly routes: Routes;
  readonly provisioning: ProvisioningBlock;
  readonly security: SecurityBlock;
  readonly certificates: CertificateParts;
  readonly connection: ConnectionBlock;
  readonly display: DisplayMessageBlock;
  readonly cost: CostParts;
  readonly monitoring: MonitoringBlock;
  readonly evChargingNeeds: EvChargingNeeds;
  readonly tokens: AuthorizationParts;
  readonly csms: Csms;
  readonly deviceModel: StationDeviceModel;
}

export function createStation(parts: StationParts): Station {
  const { deviceModel, storage, layout, ports, clock, ids, link } = parts;
  const log = (block: string) => parts.log.child(block);
  const outboxGrew = () => link.value.outboxGrew();
  const online = createCsmsPort({
    call: (...what) => link.value.call(...what),
    isOnline: () => link.value.isOnline(),
  });
  const csms = queueReports(online, {
    deviceModel,
    outbox: storage.outbox,
    clock,
    log: log("csms"),
    outboxGrew,
  });
  const security = createSecurityBlock({
    outbox: {
      async append(...what) {
        await storage.outbox.append(...what);
        outboxGrew();
      },
    },
    securityLog: securityLogOf(parts.messageLog),
    clock,
    log: log("security"),
  });
  const raiseSecurityEvent = (type: string, techInfo: string) => security.raise(type, techInfo);
  const events = createEventReporter({
    csms,
    clock,
    log: log("events"),
    store: storage.events,
    queuingSeverity: () => deviceModel.integer(OFFLINE_QUEUING_SEVERITY) ?? LEAST_SEVERE,
    maxMessageBytes: () => pageBytes(deviceModel),
  });
  const shared = {
    csms,
    events,
    deviceModel,
    storage,
    layout,
    clock,
    ids,
    log,
    outboxGrew,
    raiseSecurityEvent,
  };

  const { blocks: charging, ...chargingParts } = createChargingParts({
    ...shared,
    evsePort: ports.evses,
    tokenPort: ports.tokens,
    ...(ports.reservations ? { reservationPort: ports.reservations } : {}),
    isAccepted: () => allowsRemoteTransactions(provisioning.registration()),
  });
  const { blocks: upkeep, ...upkeepParts } = createUpkeepParts({
    ...shared,
    ...chargingParts,
    resets: ports.system,
    firmware: ports.firmware,
    logs: ports.logs,
    resetStopDelayMs: parts.resetStopDelayMs,
    redial: { hold: () => link.value.holdRedial(), release: () => link.value.releaseRedial() },
    reconnect: (reason) => void link.value.reconnect(reason),
  });
  const provisioning = createProvisioningBlock({
    csms,
    system: ports.system,
    deviceModel,
    clock,
    log: log("provisioning"),
    bootReason: parts.bootReason,
    setRegistration: (registration) => link.value.setRegistration(toLinkRegistration(registration)),
    reportConnectors(which) {
      chargingParts.availability.reportConnectors(which);
      events.release();
      monitoring.online();
    },
    raiseSecurityEvent,
  });
  const certificates = createCertificateParts({
    ...ports.certificates,
    csms,
    deviceModel,
    lastDone: storage.lastDone,
    link,
    clock,
    log: log("certificates"),
    raiseSecurityEvent,
  });
  provisioning.onAccepted(() => certificates.accepted());
  const connection = createConnectionBlock({
    deviceModel,
    control: {
      reconnect: (reason) => void link.value.reconnect(reason),
      pingIntervalChanged: () => link.value.pingIntervalChanged(),
    },
    log: log("connection"),
    raiseSecurityEvent,
  });
  const tokens = createAuthorizationParts({ ...shared, ...chargingParts, contracts: ports.contracts });
  const variables = createVariablesBlock({
    deviceModel,
    csms,
    clock,
    log: log("variables"),
    beforeSetVariables: () => ports.prerequisites.refresh(),
    setVariablesAnswered: () => connection.setVariablesAnswered(),
  });
  const monitoring = createMonitoringBlock({
    ...{ csms, deviceModel, clock, events },
    log: log("monitoring"),
    store: storage.monitors,
    transactions: chargingParts.transactions,
  });
  const display = createDisplayParts({ ...shared, ...chargingParts }, ports.display);
  const cost = createCostParts({ ...shared, ...chargingParts }, ports);
  const dataTransfer = createDataTransferBlock(ports.vendor ? { vendor: ports.vendor } : {});

  const blocks: readonly Block[] = [
    provisioning,
    ...charging,
    ...upkeep,
    ...tokens.blocks,
    certificates,
    connection,
    variables,
    monitoring,
    dataTransfer,
    display,
    cost,
  ];
  const triggerMessage = createTriggerMessageBlock({
    triggers: blocks.flatMap(({ triggers }) => triggers ?? []),
    log: log("trigger-message"),
  });
  return {
    routes: createRoutes([...blocks, triggerMessage].flatMap(({ handlers }) => handlers ?? [])),
    ...chargingParts,
    ...upkeepParts,
    provisioning,
    security,
    certificates,
    connection,
    display,
    cost,
    monitoring,
    evChargingNeeds: createEvChargingNeeds({ csms, deviceModel, log: log("smart-charging") }),
    tokens,
    csms,
    deviceModel,
  };
}
