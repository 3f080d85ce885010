import type { IntendedDifference, RunName } from "./explain.ts";

function inEveryRun(times: number | "some"): Record<RunName, number | "some"> {
  return { run1: times, run2: times, run3: times, run4: times, run5: times, run6: times };
}

const LIMITS =
  /command (grid_connection_point|evse_manager_[12]_ocpp_sink)\/external_limits\/set_external_limits/;
const SCHEDULES = /variable ocpp_generic\/charging_schedules/;

/** Limits and schedules. */
const ENERGY: readonly IntendedDifference[] = [
  {
    what: "changed",
    stream: LIMITS,
    path: /value\.schedule_import\[0\]\.limits_to_leaves\.ac_max_phase_count/,
    ours: /\{"value":3,"source":"ocpp\/OCPP_set_external_limits"\}/,
    times: { run1: 3, run4: 6, run5: 12, run6: 42 },
    source: "EVerest, type energy.ExternalLimits: a limit in amperes names its phases",
    reason: "the default limit says for how many phases it is (CompositeScheduleDefaultNumberPhases)",
  },
  {
    what: "changed",
    stream: SCHEDULES,
    path: /schedules\[\d\]\.charging_schedule_period\[0\]\.number_phases/,
    ours: /3/,
    times: { run1: 3, run4: 6, run5: 12, run6: 42 },
    source: "part 2, ChargingSchedulePeriodType.numberPhases",
    reason: "the default limit says for how many phases it is (CompositeScheduleDefaultNumberPhases)",
  },
  {
    what: "extra",
    stream: LIMITS,
    times: { run1: 36, run3: 3, run4: 9, run5: 6 },
    source: "a TxProfile limits only while its transaction is open",
    reason: "pushed when a transaction starts or ends too; the interval counts from the last push",
  },
  {
    what: "extra",
    stream: SCHEDULES,
    times: { run1: 12, run3: 1, run4: 3, run5: 2 },
    source: "a TxProfile limits only while its transaction is open",
    reason: "published when a transaction starts or ends too; the interval counts from the last time",
  },
  {
    what: "changed",
    stream: LIMITS,
    path: /\(sent\)|value\.schedule_import\[0\]\.timestamp/,
    times: { run1: 60, run3: 5, run5: 12 },
    source: "a TxProfile limits only while its transaction is open",
    reason: "pushed when a transaction starts or ends too; the interval counts from the last push",
  },
  {
    what: "changed",
    stream: SCHEDULES,
    path: /\(sent\)|schedules\[\d\]\.start_schedule/,
    times: { run1: 40, run3: 4, run5: 8 },
    source: "a TxProfile limits only while its transaction is open",
    reason: "published when a transaction starts or ends too; the interval counts from the last time",
  },
];

/** Commands to other modules and variables for them. */
export const MODULE_DIFFERENCES: readonly IntendedDifference[] = [
  ...ENERGY,
  {
    what: "missing",
    stream: /metadata/,
    times: inEveryRun(1),
    source: "no module of EVerest subscribes to metadata",
    reason: "nobody listens to it in any version, and its name differs between them",
  },
  {
    what: "missing",
    stream: /command evse_manager_[12]\/evse\/get_evse/,
    times: inEveryRun(4),
    source: "EVerest, interface evse_manager: get_evse",
    reason: "asked once instead of three times: the answer cannot change",
  },
  {
    what: "changed",
    stream: /command evse_manager_[12]\/evse\/set_plug_and_charge_configuration/,
    path: /plug_and_charge_configuration\.central_contract_validation_allowed/,
    ours: /false/,
    times: inEveryRun(2),
    source: "EVerest, interface evse_manager: set_plug_and_charge_configuration",
    reason: "our device model has a value for it, the recorded one had none",
  },
  {
    what: "missing",
    stream: /command auth\/reservation\/exists_reservation/,
    times: { run1: 1, run3: 1, run4: 2 },
    source: "F01.FR.21, F01.FR.22",
    reason: "asked only where the reservations that the station knows do not decide",
  },
  {
    what: "missing",
    stream: /variable auth_provider\/provided_token/,
    times: { run4: 1 },
    source: "F01.FR.21",
    reason: "the EVSE is reserved for somebody else; what was asked in the recording said that it was not",
  },

  // Certificates.
  {
    what: "extra",
    stream: /command evse_security\/main\/get_installed_certificates/,
    times: inEveryRun("some"),
    source: "part 2, 2: SecurityCtrlr.CertificateEntries",
    reason: "the certificates are counted at the start and after every change; the recorded one said 100",
  },
  {
    what: "extra",
    stream: /command evse_security\/main\/(is_ca_certificate_installed|get_leaf_certificate_info)/,
    times: inEveryRun("some"),
    source: "A05.FR.02",
    reason: "what a security profile needs is looked at before it is connected with or changed to",
  },
  {
    what: "extra",
    stream: /command evse_security\/main\/get_v2g_ocsp_request_data/,
    times: { run1: 1 },
    source: "M06.FR.10",
    reason: "asked again after the line was lost, as nothing has been refreshed yet",
  },
  {
    what: "missing",
    stream: /command evse_security\/main\/generate_certificate_signing_request/,
    times: { run3: 1 },
    source: "Available of a controller is false without its function",
    reason:
      "no ISO 15118 stack is connected, so its controller takes no CountryName and the request has none",
  },

  // Time and reset.
  {
    what: "missing",
    stream: /command system\/main\/set_system_time/,
    times: { run1: 3 },
    source: "G02.FR.06",
    reason: "after a heartbeat a clock that is right is left alone",
  },
  {
    what: "extra",
    stream: /command system\/main\/set_system_time/,
    times: { run3: 1 },
    source: "B01.FR.06",
    reason: "the answer Pending brings the time too",
  },
  {
    what: "missing",
    stream: /command system\/main\/reset/,
    times: { run3: 1 },
    source: "B12.FR.04; end of recording",
    reason:
      "an immediate reset waits for the ends of the transactions; the recorded process was reset first, and lost them",
  },
  {
    what: "extra",
    stream: /command evse_manager_[12]\/evse\/enable_disable/,
    ours: /.*"enable_state":"Enable".*/,
    times: { run2: 2 },
    source: "L01.FR.07; end of recording",
    reason: "the firmware is installed, and nobody has restarted the station yet",
  },

  // Variables.
  {
    what: "extra",
    stream: /variable ocpp_generic\/connection_status/,
    times: { run1: 4, run2: 2, run3: 2, run4: 2, run5: 2, run6: 2 },
    source: "EVerest of 2026-08, interface ocpp: connection_status",
    reason: "newer modules listen to this instead of is_connected",
  },
  {
    what: "extra",
    stream: /variable ocpp_generic\/is_connected/,
    label: /false/,
    times: inEveryRun("some"),
    source: "EVerest, interface ocpp: is_connected; end of recording",
    reason: "said before there is a connection, and when we end in order; the recorded process was killed",
  },
  {
    what: "missing",
    stream: /variable ocpp_generic\/is_connected/,
    label: /false/,
    times: { run1: 2 },
    source: "EVerest, interface ocpp: is_connected",
    reason: "said once per outage, not after every attempt to connect",
  },
  {
    what: "changed",
    stream: /variable ocpp_generic\/security_event/,
    path: /critical|timestamp/,
    times: { run1: 16, run2: 2, run3: 4, run4: 2, run5: 2, run6: 2 },
    source: "EVerest, type ocpp.SecurityEvent",
    reason: "the type has both, and the recorded module left them out",
  },
  {
    what: "changed",
    stream: /variable ocpp_generic\/security_event/,
    label: /StartupOfTheDevice/,
    path: /info/,
    times: inEveryRun(1),
    source: "A04: wording is ours",
    reason: "the boot reason belongs there",
  },
  {
    what: "changed",
    stream: /variable ocpp_generic\/security_event/,
    label: /ReconfigurationOfSecurityParameters|InvalidMessages/,
    path: /info/,
    times: { run1: 7 },
    source: "A04: wording is ours",
    reason: "a whole message, with whatever is in it, does not belong into an event",
  },
  {
    what: "extra",
    stream: /variable ocpp_generic\/security_event/,
    label: /ReconfigurationOfSecurityParameters/,
    times: { run3: 1 },
    source: "part 2, appendix 1: Security Events",
    reason: "a new certificate of the station is such a change",
  },
  {
    what: "extra",
    stream: /variable ocpp_generic\/security_event/,
    label: /FirmwareUpdated/,
    times: { run2: 1 },
    source: "L01.FR.31; end of recording",
    reason: "the firmware is installed, and nobody has restarted the station yet",
  },
  {
    what: "changed",
    stream: /variable ocpp_generic\/security_event/,
    label: /InvalidChargingStationCertificate/,
    path: /info/,
    times: { run3: 1 },
    source: "A02.FR.06: wording is ours",
    reason: "it says what is wrong",
  },
  {
    what: "changed",
    stream: /command evse_security\/main\/install_ca_certificate/,
    path: /certificate(_type)?|\(sent\)/,
    times: { run1: "some" },
    source: "M05.FR.06",
    reason:
      "it is asked first whether there is room; the recorded module answers that later, and then out of turn",
  },
  {
    what: "missing",
    stream: /command evse_security\/main\/install_ca_certificate/,
    times: { run1: 1 },
    source: "M05.FR.07",
    reason: "what is no certificate is refused before anybody stores it",
  },
  {
    what: "missing",
    stream: /command evse_security\/main\/update_leaf_certificate/,
    times: { run3: 1 },
    source: "A02.FR.06",
    reason: "a certificate that TLS could not use is refused before anybody stores it",
  },
  {
    what: "changed",
    stream: /variable auth_validator\/validate_result_update/,
    path: /validation_result\.parent_id_token/,
    ours: /\{"value":"GROUP1","type":"Central"\}/,
    times: { run1: 3, run3: 2, run4: 2 },
    source: "C09.FR.03",
    reason: "the CSMS names the group with Authorize only; without it Auth lets no card of the group stop",
  },
  {
    what: "extra",
    stream: /variable auth_validator\/validate_result_update/,
    times: { run5: 1 },
    source: "EVerest, interface auth_token_validator: validate_result_update",
    reason: "what the CSMS says of a token to an Updated event, sent again or not, is passed on",
  },
  {
    what: "extra",
    stream: /variable ocpp_generic\/ocpp_transaction_event_response/,
    times: { run3: 1 },
    source: "end of recording",
    reason: "the recorded process was dead before it could publish the last answer",
  },
];
