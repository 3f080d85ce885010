import type { Action, RequestOf, ResponseOf } from "../../../src/ocpp/messages.ts";

/** What the standing answers depend on. */
export interface AnswerSettings {
  /** Wall clock of the CSMS, milliseconds since 1970. */
  readonly now: () => number;
  /** `interval` of the BootNotificationResponse, seconds. */
  readonly intervalSeconds: number;
}

export type AnswerTable = { readonly [A in Action]?: (request: RequestOf<A>) => ResponseOf<A> };

/** How a friendly CSMS answers everything a station may call. */
export function defaultAnswers({ now, intervalSeconds }: AnswerSettings): AnswerTable {
  const currentTime = () => new Date(now()).toISOString();
  return {
    Authorize: () => ({ idTokenInfo: { status: "Accepted" } }),
    BootNotification: () => ({
      status: "Accepted",
      currentTime: currentTime(),
      interval: intervalSeconds,
    }),
    ClearedChargingLimit: () => ({}),
    DataTransfer: () => ({ status: "UnknownVendorId" }),
    FirmwareStatusNotification: () => ({}),
    Get15118EVCertificate: () => ({ status: "Failed", exiResponse: "" }),
    GetCertificateStatus: () => ({ status: "Failed" }),
    Heartbeat: () => ({ currentTime: currentTime() }),
    LogStatusNotification: () => ({}),
    MeterValues: () => ({}),
    NotifyChargingLimit: () => ({}),
    NotifyCustomerInformation: () => ({}),
    NotifyDisplayMessages: () => ({}),
    NotifyEVChargingNeeds: () => ({ status: "Accepted" }),
    NotifyEVChargingSchedule: () => ({ status: "Accepted" }),
    NotifyEvent: () => ({}),
    NotifyMonitoringReport: () => ({}),
    NotifyReport: () => ({}),
    PublishFirmwareStatusNotification: () => ({}),
    ReportChargingProfiles: () => ({}),
    ReservationStatusUpdate: () => ({}),
    SecurityEventNotification: () => ({}),
    SignCertificate: () => ({ status: "Accepted" }),
    StatusNotification: () => ({}),
    // E05, C01: a token in a TransactionEvent is answered with its status.
    TransactionEvent: (request) => request.idToken ? { idTokenInfo: { status: "Accepted" } } : {},
  };
}
