import type { IntendedDifference } from "./explain.ts";

const SAME_VARIABLES = "every variable that a component file lets monitor can be; ids count from 1";
const NEVER_FIRE =
  "defect of the reference: monitors that are enabled while it runs never report (libocpp, monitors)";

/** What monitors of the CSMS report. */
export const MONITORING_DIFFERENCES: readonly IntendedDifference[] = [
  {
    what: "changed",
    stream: /answer csms-\d+ SetVariableMonitoring/,
    path: /setMonitoringResult\[.*\]\.(id|status)/,
    times: { run1: "some", run4: "some", run6: "some" },
    source: "N04.FR.06; docs/device-model.md",
    reason: SAME_VARIABLES,
  },
  {
    what: "changed",
    stream: /NotifyMonitoringReport/,
    path: /monitor\[.*\].*/,
    times: { run1: "some", run4: "some" },
    source: "N02.FR.01; docs/device-model.md",
    reason: SAME_VARIABLES,
  },
  {
    what: "extra",
    stream: /NotifyMonitoringReport/,
    times: { run6: 1 },
    source: "defect of the reference: it answers no CALL any more (libocpp, monitors)",
    reason: "every CALL is answered, and reported on",
  },
  {
    what: "extra",
    stream: /NotifyEvent (OCPPCommCtrlr|SampledDataCtrlr|AlignedDataCtrlr|EVSE \d) \/ .*/,
    label: /(Alerting|Periodic|Delta) .*/,
    times: { run1: "some", run3: "some", run4: "some", run6: "some" },
    source: "N07, N08",
    reason: NEVER_FIRE,
  },
  {
    what: "missing",
    stream: /NotifyEvent SampledDataCtrlr \/ TxUpdatedInterval/,
    label: /Periodic 150/,
    times: { run6: "some" },
    source: "defect of the reference: it answers no CALL any more (libocpp, monitors)",
    reason: "the CSMS has set other values, which the recorded module did not hear of",
  },
  {
    what: "changed",
    stream: /NotifyEvent (OCPPCommCtrlr|SampledDataCtrlr) \/ .*/,
    label: /Periodic .*/,
    path: /timestamp|\(sent\)/,
    times: { run6: "some" },
    source: "N08.FR.02 to N08.FR.04",
    reason: "clock-aligned reports come at full intervals, and each has the time at which it is sent",
  },
];
