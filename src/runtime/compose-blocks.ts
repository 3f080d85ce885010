import type { CsmsLink } from "../csms/csms-link.ts";
import { transactionId } from "../kernel/ids.ts";
import type { Logger } from "../kernel/logger.ts";
import type { MessageLog } from "../message-log/message-log.ts";
import type { AuthorizationBlock } from "../station/authorization/authorization-block.ts";
import type { ChangeAvailabilityBlock } from "../station/availability/change-availability-block.ts";
import type { Block } from "../station/block.ts";
import { availableAnyway, controllerAvailability } from "../station/available-controllers.ts";
import { type EquipmentListener, notifyEach } from "../station/equipment-listener.ts";
import type { EvChargingNeeds } from "../station/ev-charging-needs/ev-charging-needs.ts";
import { createEventReporter } from "../station/events/event-reporter.ts";
import type { FirmwareBlock } from "../station/firmware/firmware-block.ts";
import { createRoutes, type Routes } from "../station/handler-routes.ts";
import { withOwnTransactionIds } from "../station/transactions/named-transactions.ts";
import { createLatestReadings, type LatestReadings } from "../station/metering/latest-readings.ts";
import type { ReportedMeasurands } from "../station/metering/measurands.ts";
import { pageBytes } from "../station/payload-bytes.ts";
import type { MonitoringBlock } from "../station/monitoring/monitoring-block.ts";
import type { Csms } from "../station/ports/csms.ts";
import type { ProvisioningBlock } from "../station/provisioning/provisioning-block.ts";
import { CurrentRegistration } from "../station/provisioning/current-registration.ts";
import { queueReports } from "../station/queued-reports.ts";
import type { ScheduleSource } from "../station/smart-charging/schedule-source.ts";
import type { SecurityBlock } from "../station/security/security-block.ts";
import type { TariffBlock } from "../station/tariff-cost/tariff-block.ts";
import type { TransactionsBlock } from "../station/transactions/transactions-block.ts";
import type { VariablesBlock } from "../station/variables/variables-block.ts";
import { createTriggerMessageBlock } from "../station/trigger-message/trigger-message-block.ts";
import { WallClockWatch } from "../station/wall-clock-watch.ts";
import type { StationDeviceModel } from "../variables/create-device-model.ts";
import { variableKey } from "../variables/device-model.ts";
import type { BlockContext } from "./block-context.ts";
import { type Authorization, wireAuthorization } from "./blocks/authorization.ts";
import { type Certificates, wireCertificates } from "./blocks/certificates.ts";
import { wireCharging } from "./blocks/charging.ts";
import { wireConnection } from "./blocks/connection.ts";
import { wireCustomerInformation } from "./blocks/customer-information.ts";
import { wireDataTransfer } from "./blocks/data-transfer.ts";
import { wireDisplayMessages } from "./blocks/display-messages.ts";
import { wireFirmware } from "./blocks/firmware.ts";
import { wireLogUpload } from "./blocks/log-upload.ts";
import { wireMetering } from "./blocks/metering.ts";
import { wireMonitoring } from "./blocks/monitoring.ts";
import { wireProvisioning } from "./blocks/provisioning.ts";
import { wireRemoteControl } from "./blocks/remote-control.ts";
import { wireReset } from "./blocks/reset.ts";
import { wireSecurity } from "./blocks/security.ts";
import { wireSmartCharging } from "./blocks/smart-charging.ts";
import { wireTariffCost } from "./blocks/tariff-cost.ts";
import { wireVariables } from "./blocks/variables.ts";
import { createConnectionControl } from "./link/connection-control.ts";
import { createCsmsPort } from "./link/csms-port.ts";
import type { StationPorts } from "./station-ports.ts";
import type { StationSetup } from "./station-setup.ts";

const OFFLINE_QUEUING_SEVERITY = variableKey("MonitoringCtrlr", "OfflineQueuingSeverity");
const LEAST_SEVERE = 9;

export interface BlocksDeps {
  readonly deviceModel: StationDeviceModel;
  readonly measurands: ReportedMeasurands;
  readonly ports: StationPorts;
  readonly link: CsmsLink;
  readonly messageLog: MessageLog;
}

/** The functional blocks of OCPP, and those of them that something outside asks by name. */
export interface StationBlocks {
  /** In the order in which they hear of events. */
  readonly blocks: readonly Block[];
  readonly routes: Routes;
  readonly equipment: EquipmentListener;
  readonly csms: Csms;
  readonly authorization: AuthorizationBlock;
  readonly certificates: Certificates;
  readonly changeAvailability: ChangeAvailabilityBlock;
  readonly evChargingNeeds: EvChargingNeeds;
  readonly explainAuthorization: Authorization["explain"];
  readonly firmware: FirmwareBlock;
  /** Explains limits. */
  readonly limits: Pick<ScheduleSource, "explain" | "explainMoment">;
  readonly monitoring: MonitoringBlock;
  readonly provisioning: ProvisioningBlock;
  readonly readings: Pick<LatestReadings, "latest">;
  readonly security: SecurityBlock;
  readonly tariff: TariffBlock;
  readonly transactions: TransactionsBlock;
  readonly variables: VariablesBlock;
}

/** Wires the functional blocks to each other. A new block has a file in `blocks/` and a line here. */
export function composeBlocks(setup: StationSetup, deps: BlocksDeps): StationBlocks {
  const { bus, facts } = setup;
  const blocks: Block[] = [];
  const { context, security } = createContext(setup, deps, (block) => void blocks.push(block));
  const { csms, log } = context;
  const readings = createLatestReadings();

  const charging = wireCharging(context, readings);
  const { availability, changeAvailability, transactions } = charging;
  const firmware = wireFirmware(context, charging);
  wireReset(context, charging, { firmware, logUpload: wireLogUpload(context) });
  wireMetering(context, { readings, transactions, availability, measurands: deps.measurands });
  const clockWatch = new WallClockWatch(context.clock, () => blocks.forEach((block) => block.clockSet?.()));
  context.join({ started: () => clockWatch.start(), processEnds: () => clockWatch.stop() });
  const provisioning = wireProvisioning(context, {
    availability,
    bootReason: facts.bootReason,
    reachable: () => blocks.forEach((block) => block.csmsReachable?.()),
    clockSet: () => clockWatch.look(),
  });
  const { energySinks: { ratings }, limits } = bus;
  const { evChargingNeeds, starts, limits: explainedLimits } = wireSmartCharging(context, {
    transactions,
    ratings,
    limits,
  });
  const { authorization, cache, explain: explainAuthorization, knownGroup } = wireAuthorization(
    context,
    transactions,
  );
  wireRemoteControl(context, { ...charging, chargingProfiles: starts, knownGroup });
  const connection = wireConnection(context);
  const variables = wireVariables(context, () => connection.setVariablesAnswered());
  const monitoring = wireMonitoring(context, transactions);
  wireDataTransfer(context);
  wireDisplayMessages(context, transactions);
  wireCustomerInformation(context, { ...charging, cache, messageLog: deps.messageLog });
  const tariff = wireTariffCost(context, { readings, transactions });
  const certificates = wireCertificates(context, provisioning);

  // Last: it asks all other blocks.
  const triggers = blocks.flatMap(({ triggers }) => triggers ?? []);
  context.join(createTriggerMessageBlock({ triggers, log: log("trigger-message") }));
  const routes = withOwnTransactionIds(
    createRoutes(blocks.flatMap(({ handlers }) => handlers ?? [])),
    (id) => transactions.transactionById(transactionId(id))?.transactionId,
  );
  showAvailability(deps.deviceModel, routes, log("variables"));
  return {
    blocks,
    routes,
    equipment: notifyEach(blocks),
    csms,
    authorization,
    certificates,
    changeAvailability,
    evChargingNeeds,
    explainAuthorization,
    firmware,
    limits: explainedLimits,
    monitoring,
    provisioning,
    readings,
    security,
    tariff,
    transactions,
    variables,
  };
}

/** To be called when all blocks are wired: what nobody answers is not available. */
function showAvailability(deviceModel: StationDeviceModel, routes: Routes, log: Logger): void {
  const components = availableAnyway(deviceModel);
  if (components.length > 0) {
    log.warning("what every station needs stays available, whatever a file says", {
      components: components.join(", "),
    });
  }
  for (const { key, value } of controllerAvailability(routes.implements, deviceModel)) {
    if (deviceModel.has(key)) deviceModel.setActual(key, value);
  }
}

function createContext(
  { config, platform, storage, facts }: StationSetup,
  { deviceModel, ports, link, messageLog }: BlocksDeps,
  join: BlockContext["join"],
): { readonly context: BlockContext; readonly security: SecurityBlock } {
  const { clock, ids } = platform;
  const stationLog = platform.log.child("station");
  const log = (block: string) => stationLog.child(block);
  const outboxGrew = () => link.outboxGrew();
  const { outbox } = storage;
  const csms = queueReports(createCsmsPort(link), {
    deviceModel,
    outbox,
    clock,
    log: log("csms"),
    outboxGrew,
  });
  const events = createEventReporter({
    csms,
    clock,
    log: log("events"),
    store: storage.events,
    queuingSeverity: () => deviceModel.integer(OFFLINE_QUEUING_SEVERITY) ?? LEAST_SEVERE,
    maxMessageBytes: () => pageBytes(deviceModel),
  });
  join({ csmsReachable: () => events.release() });
  const { layout } = facts;
  const control = createConnectionControl(link);
  const registration = new CurrentRegistration();
  const shared = { csms, control, events, deviceModel, storage, ports, layout, config, clock, ids };
  const quiet = { ...shared, registration, outboxGrew, log, join };
  const security = wireSecurity(quiet, messageLog);
  const raiseSecurityEvent = (type: string, techInfo: string) => security.raise(type, techInfo);
  return { context: { ...quiet, raiseSecurityEvent }, security };
}
