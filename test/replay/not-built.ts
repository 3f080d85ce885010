import type { IntendedDifference, RunName } from "./explain.ts";

const NOT_HERE = "CALLERROR NotSupported, and its controller says Available=false";

/** A CALL of the CSMS that is answered with an error instead of a result. */
function unanswered(
  { call, run, source }: { readonly call: RegExp; readonly run: RunName; readonly source: string },
  times: number,
): IntendedDifference[] {
  const common = { stream: call, times: { [run]: times }, source, reason: NOT_HERE };
  return [
    { ...common, what: "missing", label: /result/ },
    { ...common, what: "extra", label: /error/, ours: /\{"errorCode":"NotSupported"\}/ },
  ];
}

const MONITORING = "not part of this: N02-N08";
const LOCAL_LIST = "not part of this: D01-D02, C10-C14";
const CUSTOMER_INFORMATION = "not part of this: N09, N10";

/** OCPP blocks that are still to come, as far as the recordings use them. */
export const NOT_BUILT: readonly IntendedDifference[] = [
  ...unanswered(
    { call: /answer csms-\d+ (Set|Get|Clear)\w*Monitoring\w*/, run: "run1", source: MONITORING },
    6,
  ),
  ...unanswered(
    { call: /answer csms-\d+ (Set|Get|Clear)\w*Monitoring\w*/, run: "run4", source: MONITORING },
    4,
  ),
  ...unanswered({ call: /answer csms-[23] Set\w*Monitoring\w*/, run: "run6", source: MONITORING }, 2),
  {
    what: "missing",
    stream: /NotifyMonitoringReport/,
    times: { run1: 2, run4: 1 },
    source: MONITORING,
    reason: "no monitors can be set",
  },
  {
    what: "missing",
    stream: /NotifyEvent .*/,
    label: /Periodic .*/,
    times: { run6: 22 },
    source: MONITORING,
    reason: "no monitors can be set",
  },
  {
    what: "changed",
    stream: /answer csms-[13] SetVariables/,
    path: /setVariableResult\[MonitoringCtrlr \/ Enabled Actual\]\.attributeStatus(Info)?/,
    times: { run1: 2, run4: 2, run6: 2 },
    source: MONITORING,
    reason: "a controller that is not available cannot be enabled",
  },

  ...unanswered(
    {
      call: /answer csms-\d+ (GetLocalListVersion|SendLocalList|ClearCache)/,
      run: "run1",
      source: LOCAL_LIST,
    },
    5,
  ),
  {
    what: "extra",
    stream: /Authorize/,
    times: { run1: 2, run3: 1 },
    source: LOCAL_LIST,
    reason: "neither list nor cache: every token is asked for that the CSMS has not just told",
  },

  ...unanswered(
    { call: /answer csms-92 CustomerInformation/, run: "run1", source: CUSTOMER_INFORMATION },
    1,
  ),
  {
    what: "missing",
    stream: /NotifyCustomerInformation/,
    times: { run1: 1 },
    source: CUSTOMER_INFORMATION,
    reason: "there is nothing to tell",
  },
];
