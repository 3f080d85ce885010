import type { CsmsLink } from "../csms/csms-link.ts";
import type { Clock } from "../kernel/clock.ts";
import type { IdSource } from "../kernel/id-source.ts";
import type { Logger } from "../kernel/logger.ts";
import type { BootReasonEnumType } from "../ocpp/messages.ts";
import {
  type AvailabilityBlock,
  createAvailabilityBlock,
} from "../station/availability/availability-block.ts";
import {
  type ChangeAvailabilityBlock,
  createChangeAvailabilityBlock,
} from "../station/availability/change-availability-block.ts";
import { OperativeControl } from "../station/availability/operative-control.ts";
import {
  type AuthorizationBlock,
  type ContractCertificates,
  createAuthorizationBlock,
} from "../station/authorization/authorization-block.ts";
import { createDataTransferBlock, type VendorPort } from "../station/data-transfer/data-transfer-block.ts";
import { createFirmwareBlock, type FirmwareBlock } from "../station/firmware/firmware-block.ts";
import { createLogUploadBlock, type LogUploadBlock } from "../station/logs/log-upload-block.ts";
import { createLatestReadings } from "../station/metering/latest-readings.ts";
import { createMeteringBlock, type MeteringBlock } from "../station/metering/metering-block.ts";
import type { Csms } from "../station/ports/csms.ts";
import type { EvseLayout, EvsePort } from "../station/ports/evse-port.ts";
import type { ResetPort } from "../station/ports/reset-port.ts";
import type { FirmwarePort } from "../station/ports/firmware-port.ts";
import type { LogPort } from "../station/ports/log-port.ts";
import type { SystemPort } from "../station/ports/system-port.ts";
import type { ProfilePrerequisites } from "../station/network-profiles/profile-prerequisites.ts";
import type { TokenPort } from "../station/ports/token-port.ts";
import {
  createProvisioningBlock,
  type ProvisioningBlock,
} from "../station/provisioning/provisioning-block.ts";
import { PendingRemoteStarts } from "../station/remote-control/pending-remote-starts.ts";
import { createRemoteControlBlock } from "../station/remote-control/remote-control-block.ts";
import { createResetBlock, type ResetBlock } from "../station/reset/reset-block.ts";
import { createUnlockBlock, type UnlockBlock } from "../station/remote-control/unlock-connector.ts";
import { createSecurityBlock, type SecurityBlock } from "../station/security/security-block.ts";
import {
  createTransactionsBlock,
  type TransactionsBlock,
} from "../station/transactions/transactions-block.ts";
import { createTriggerMessageBlock } from "../station/trigger-message/trigger-message-block.ts";
import { createVariablesBlock } from "../station/variables/variables-block.ts";
import type { StationDeviceModel } from "../variables/create-device-model.ts";
import { variableKey } from "../variables/device-model.ts";
import { type CertificateParts, type CertificatePorts, createCertificateParts } from "./certificate-parts.ts";
import { type ConnectionParts, createConnectionParts } from "./connection-parts.ts";
import { createCsmsPort } from "./csms-port.ts";
import { createRoutes, type Routes } from "./handler-routes.ts";
import type { LateBound } from "./late-bound.ts";
import type { MessageLog } from "./message-log.ts";
import { securityLogOf } from "./message-log-setup.ts";
import { toLinkRegistration } from "./registration.ts";
import type { Storage } from "./storage.ts";

const ALLOW_NEW_SESSIONS = variableKey("ChargingStation", "AllowNewSessionsPendingFirmwareUpdate");

export interface StationParts {
  readonly deviceModel: StationDeviceModel;
  readonly storage: Storage;
  readonly messageLog: MessageLog;
  readonly layout: readonly EvseLayout[];
  readonly bootReason: BootReasonEnumType;
  readonly evsePort: EvsePort;
  readonly systemPort: SystemPort & ResetPort;
  readonly logs: LogPort;
  readonly firmware: FirmwarePort;
  readonly resetStopDelayMs: number;
  readonly tokenPort: TokenPort;
  readonly contracts: ContractCertificates;
  readonly certificates: CertificatePorts;
  /** Absent: no module knows any vendor's messages. */
  readonly vendor?: VendorPort;
  readonly prerequisites: ProfilePrerequisites;
  /** Built after the station, because it asks the station for answers. */
  readonly link: LateBound<CsmsLink>;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Logger;
}

/** The functional blocks of OCPP 2.0.1, wired to each other. */
export interface Station {
  readonly routes: Routes;
  readonly availability: AvailabilityBlock;
  readonly changeAvailability: ChangeAvailabilityBlock;
  readonly operativeControl: OperativeControl;
  readonly unlock: UnlockBlock;
  readonly reset: ResetBlock;
  readonly provisioning: ProvisioningBlock;
  readonly security: SecurityBlock;
  readonly certificates: CertificateParts;
  readonly connection: ConnectionParts;
  readonly logUpload: LogUploadBlock;
  readonly firmware: FirmwareBlock;
  readonly transactions: TransactionsBlock;
  readonly metering: MeteringBlock;
  readonly authorization: AuthorizationBlock;
  readonly csms: Csms;
  readonly deviceModel: StationDeviceModel;
}

export function createStation(parts: StationParts): Station {
  const { deviceModel, storage, layout, clock, ids, bootReason } = parts;
  const log = (block: string) => parts.log.child(block);
  const { link } = parts;
  const csms = createCsmsPort({
    call: (...what) => link.value.call(...what),
    isOnline: () => link.value.isOnline(),
  });
  const readings = createLatestReadings();
  const remoteStarts = new PendingRemoteStarts(clock);

  const security = createSecurityBlock({
    outbox: {
      async append(...what) {
        await storage.outbox.append(...what);
        link.value.outboxGrew();
      },
    },
    securityLog: securityLogOf(parts.messageLog),
    clock,
    log: log("security"),
  });
  const availability = createAvailabilityBlock({
    csms,
    deviceModel,
    clock,
    log: log("availability"),
    layout,
    eventIds: { next: () => storage.counters.next("notify-event") },
  });
  const provisioning = createProvisioningBlock({
    csms,
    system: parts.systemPort,
    deviceModel,
    clock,
    log: log("provisioning"),
    bootReason,
    setRegistration: (registration) => link.value.setRegistration(toLinkRegistration(registration)),
    reportConnectors: (which) => availability.reportConnectors(which),
    raiseSecurityEvent: (type, techInfo) => security.raise(type, techInfo),
  });
  const transactions = createTransactionsBlock({
    clock,
    ids,
    log: log("transactions"),
    store: storage.transactions,
    deviceModel,
    readings,
    csms,
    evses: layout,
    evsePort: parts.evsePort,
    tokens: parts.tokenPort,
    remoteStarts,
    outboxGrew: () => link.value.outboxGrew(),
  });
  const metering = createMeteringBlock({
    clock,
    log: log("metering"),
    csms,
    deviceModel,
    evses: layout,
    readings,
    transactions,
  });
  const operativeControl = new OperativeControl({
    layout,
    store: storage.operativeStates,
    port: parts.evsePort,
    connectors: availability,
    transactions,
    log: log("availability"),
  });
  const reset = createResetBlock({
    clock,
    log: log("reset"),
    deviceModel,
    evses: layout,
    port: parts.systemPort,
    store: storage.scheduledReset,
    transactions,
    operation: {
      holdBack: () => operativeControl.holdBack("reset", "inUse"),
      release: () => operativeControl.release("reset"),
    },
    isDelivering: () => csms.isOnline() && storage.transactions.hasQueuedEvents(),
    stopDelayMs: parts.resetStopDelayMs,
  });
  const firmware = createFirmwareBlock({
    csms,
    firmware: parts.firmware,
    store: storage.firmwareJob,
    control: operativeControl,
    transactions,
    clock,
    log: log("firmware"),
    allowsNewSessions: () => deviceModel.boolean(ALLOW_NEW_SESSIONS) ?? false,
    async notify(notification) {
      await storage.outbox.append("FirmwareStatusNotification", notification, clock.wallMs());
      link.value.outboxGrew();
    },
    raiseSecurityEvent: (type, techInfo) => security.raise(type, techInfo),
  });
  // What waits for a transaction or a cable follows as soon as it is gone.
  availability.onStatus(() => operativeControl.apply());
  transactions.onEvent(({ request }) => {
    if (request.eventType !== "Ended") return;
    operativeControl.apply();
    reset.transactionEnded();
    firmware.transactionEnded();
  });
  const changeAvailability = createChangeAvailabilityBlock({
    layout,
    control: operativeControl,
    repeatStatuses: () => availability.repeatStatuses(),
    log: log("availability"),
  });
  const authorization = createAuthorizationBlock({
    csms,
    deviceModel,
    certificates: parts.contracts,
    log: log("authorization"),
  });
  const remoteControl = createRemoteControlBlock({
    log: log("remote-control"),
    deviceModel,
    evses: layout,
    availability,
    transactions,
    tokens: parts.tokenPort,
    pending: remoteStarts,
    isAccepted: () => provisioning.registration() === "Accepted",
  });
  const unlock = createUnlockBlock({
    clock,
    log: log("remote-control"),
    evses: layout,
    port: parts.evsePort,
    transactions,
  });
  const certificates = createCertificateParts({
    ...parts.certificates,
    csms,
    deviceModel,
    lastDone: storage.lastDone,
    link,
    clock,
    log: log("certificates"),
    raiseSecurityEvent: (type, techInfo) => security.raise(type, techInfo),
  });
  provisioning.onAccepted(() => certificates.accepted());
  const logUpload = createLogUploadBlock({ csms, logs: parts.logs, log: log("logs") });
  provisioning.onReachable(() => logUpload.reachable());
  const connection = createConnectionParts({
    deviceModel,
    link,
    log: log("connection"),
    raiseSecurityEvent: (type, techInfo) => security.raise(type, techInfo),
  });
  const variables = createVariablesBlock({
    deviceModel,
    csms,
    clock,
    log: log("variables"),
    beforeSetVariables: () => parts.prerequisites.refresh(),
    setVariablesAnswered: () => connection.setVariablesAnswered(),
  });
  const dataTransfer = createDataTransferBlock(parts.vendor ? { vendor: parts.vendor } : {});
  const triggerMessage = createTriggerMessageBlock({
    triggers: [provisioning, availability, transactions, metering, certificates, logUpload, firmware].map((
      { triggers },
    ) => triggers),
    log: log("trigger-message"),
  });
  return {
    routes: createRoutes(
      [
        transactions,
        changeAvailability,
        remoteControl,
        unlock,
        reset,
        variables,
        triggerMessage,
        dataTransfer,
        certificates,
        connection,
        logUpload,
        firmware,
      ].map((
        { handlers },
      ) => handlers),
    ),
    availability,
    changeAvailability,
    operativeControl,
    unlock,
    reset,
    provisioning,
    security,
    certificates,
    connection,
    logUpload,
    firmware,
    transactions,
    metering,
    authorization,
    csms,
    deviceModel,
  };
}
