import { sameIdentifier } from "../../kernel/identifier.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import { type Page, pagesOf } from "../../kernel/pages.ts";
import type {
  ClearMonitoringResultType,
  MonitoringBaseEnumType,
  MonitoringDataType,
  SetMonitoringResultType,
} from "../../ocpp/messages.ts";
import { statusInfo } from "../../ocpp/reason-codes.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import { type VariableKey, variableKey } from "../../variables/device-model.ts";
import { reportingValueSize } from "../../variables/reporting-value-size.ts";
import { displayName } from "../../variables/variable-id.ts";
import type { EventReporter } from "../events/event-reporter.ts";
import { type Handler, type HandlerTable, result } from "../handlers.ts";
import { exceededLimit } from "../message-limits.ts";
import { pageBytes } from "../payload-bytes.ts";
import type { Csms } from "../ports/csms.ts";
import { createReportSender } from "../reports/report-sender.ts";
import { fileMonitors } from "./file-monitors.ts";
import { InstalledMonitors } from "./installed-monitors.ts";
import type { MonitorStore } from "./monitor-store.ts";
import type { Monitor } from "./monitor.ts";
import type { MonitoringSnapshot, MonitorSnapshot } from "./monitoring-snapshot.ts";
import { MonitorWatch } from "./monitor-watch.ts";
import { MonitoredVariables } from "./monitored-variables.ts";
import {
  hasMonitoring,
  NOT_AVAILABLE,
  notCleared,
  notInstalled,
  switchedOffBy,
} from "./monitoring-availability.ts";
import { selectMonitors } from "./monitoring-report.ts";
import { type MonitoredTransactions, TransactionLinks } from "./transaction-links.ts";

export interface MonitoringDeps {
  readonly csms: Csms;
  readonly deviceModel: StationDeviceModel;
  readonly clock: Clock;
  readonly log: Logger;
  readonly store: MonitorStore;
  readonly events: Pick<EventReporter, "report">;
  readonly transactions: MonitoredTransactions;
  /** Whether the CSMS has accepted the station: before, an open connection carries no events. */
  isAccepted(): boolean;
}

export interface MonitoringBlock {
  readonly handlers: HandlerTable;
  /** To be called once, when open transactions are known: starts the monitors from before the restart. */
  start(): Promise<void>;
  /** The CSMS can be reached again: evaluates the monitors that were not evaluated meanwhile. */
  online(): void;
  /** The wall clock was set. */
  clockSet(): void;
  /** Variables with a monitor, each once: values that are read on demand have to be read again in time. */
  monitored(): readonly VariableKey[];
  /** Every monitor, its last event and why it is inactive. */
  inspect(): MonitoringSnapshot;
  stop(): void;
}

const LEAST_SEVERE = 9;
const ACTIVE_BASE = variableKey("MonitoringCtrlr", "ActiveMonitoringBase");
const ACTIVE_LEVEL = variableKey("MonitoringCtrlr", "ActiveMonitoringLevel");
const QUEUING_SEVERITY = variableKey("MonitoringCtrlr", "OfflineQueuingSeverity");

/** N02 to N08: the CSMS sets, lists and clears monitors. */
export function createMonitoringBlock(deps: MonitoringDeps): MonitoringBlock {
  const { csms, deviceModel, clock, log, store, transactions } = deps;
  const variables = new MonitoredVariables(deviceModel);
  const links = new TransactionLinks(clock, transactions);
  const watch = new MonitorWatch({
    ...{ clock, log, store, events: deps.events },
    valueOf: (key) => variables.value(key),
    isReported,
    longestValue: () => reportingValueSize(deviceModel),
    transactions: links,
  });
  const installed = new InstalledMonitors({
    store,
    watch,
    variables,
    fileMonitors: [...fileMonitors(deviceModel.components())],
    log,
  });
  const sender = createReportSender({
    ...{ csms, clock, log },
    action: "NotifyMonitoringReport",
    toRequest: ({ entries, tbc }: Page<MonitoringDataType>, header) => ({ ...header, tbc, monitor: entries }),
  });

  /** For monitors only (N07.FR.04, N07.FR.15); errors have a rule of their own. */
  function isReported(severity: number): boolean {
    return silenceOf(severity) === undefined;
  }

  /** Why events of this severity are not reported at present; undefined when they are. */
  function silenceOf(severity: number): string | undefined {
    const switchedOff = switchedOffBy(deviceModel);
    if (switchedOff !== undefined) return switchedOff;
    const level = activeLevel();
    if (severity > level) return `its severity is above ActiveMonitoringLevel ${level}`;
    const queued = deviceModel.integer(QUEUING_SEVERITY) ?? LEAST_SEVERE;
    return csms.isOnline() && deps.isAccepted() || severity <= queued
      ? undefined
      : `the CSMS cannot be told, and its severity is above OfflineQueuingSeverity ${queued}`;
  }

  function activeLevel(): number {
    return deviceModel.integer(ACTIVE_LEVEL) ?? LEAST_SEVERE;
  }

  function snapshot(monitor: Monitor): MonitorSnapshot {
    const { fileMonitor: _, ...settings } = monitor;
    const value = variables.value(monitor);
    const memory = watch.memoryOf(monitor.id);
    const lastEventMs = watch.lastEventMs(monitor.id);
    // What silences all monitors comes first: nothing else matters until it is changed.
    const silentBecause = switchedOffBy(deviceModel) ??
      (value === undefined
        ? deviceModel.has(monitor) ? "its variable has no value" : "its variable is not known yet"
        : watch.isActive(monitor.id)
        ? silenceOf(monitor.severity)
        : "no transaction is open where its variable is");
    return {
      ...settings,
      ...(value?.isReadable && value.text !== undefined && { actualValue: value.text }),
      ...(lastEventMs !== undefined && { lastEventMs }),
      ...(memory.exceeded !== undefined && { told: memory.exceeded ? "exceeded" : "within its bound" }),
      ...(memory.reference !== undefined && value?.isReadable &&
        { told: `changes count from ${memory.reference}` }),
      ...(silentBecause !== undefined && { silentBecause }),
    };
  }

  const setVariableMonitoring: Handler<"SetVariableMonitoring"> = async (request) => {
    const wanted = request.setMonitoringData;
    const exceeded = exceededLimit(deviceModel, "SetVariableMonitoring", request, wanted.length);
    if (exceeded) return exceeded;
    if (!hasMonitoring(deviceModel)) {
      return result<"SetVariableMonitoring">({ setMonitoringResult: wanted.map(notInstalled) });
    }
    // The variables of another owner may not have been reported yet: the owner is asked.
    if (!wanted.every((data) => deviceModel.has(data))) await deviceModel.refresh([]);
    const results = await installed.set(wanted);
    logResults(results);
    return result<"SetVariableMonitoring">({ setMonitoringResult: results });
  };

  const clearVariableMonitoring: Handler<"ClearVariableMonitoring"> = async (request) => {
    const exceeded = exceededLimit(deviceModel, "ClearVariableMonitoring", request, request.id.length);
    if (exceeded) return exceeded;
    if (!hasMonitoring(deviceModel)) {
      return result<"ClearVariableMonitoring">({ clearMonitoringResult: request.id.map(notCleared) });
    }
    const results: readonly ClearMonitoringResultType[] = await installed.clear(request.id);
    log.info("the CSMS cleared monitors", { results: results.map(({ id, status }) => `${id} ${status}`) });
    return result<"ClearVariableMonitoring">({ clearMonitoringResult: results });
  };

  const setMonitoringBase: Handler<"SetMonitoringBase"> = async ({ monitoringBase }) => {
    if (!hasMonitoring(deviceModel)) {
      return result<"SetMonitoringBase">({ status: "NotSupported", statusInfo: NOT_AVAILABLE });
    }
    if (!await installed.setBase(monitoringBase)) {
      const info = statusInfo("InternalError", "the monitoring base could not be stored");
      return result<"SetMonitoringBase">({ status: "Rejected", statusInfo: info });
    }
    showBase(monitoringBase);
    log.info("the CSMS set the monitoring base", { monitoringBase });
    return result<"SetMonitoringBase">({ status: "Accepted" });
  };

  const setMonitoringLevel: Handler<"SetMonitoringLevel"> = async ({ severity }) => {
    if (!hasMonitoring(deviceModel)) {
      return result<"SetMonitoringLevel">({ status: "Rejected", statusInfo: NOT_AVAILABLE });
    }
    if (severity < 0 || severity > LEAST_SEVERE) {
      const info = statusInfo("ValueOutOfRange", `a severity is an integer from 0 to ${LEAST_SEVERE}`);
      return result<"SetMonitoringLevel">({ status: "Rejected", statusInfo: info });
    }
    const level = { ...ACTIVE_LEVEL, attributeValue: String(severity) };
    const [outcome] = await deviceModel.setVariables([level], "station");
    if (outcome?.attributeStatus !== "Accepted") {
      const info = outcome?.attributeStatusInfo ??
        statusInfo("InternalError", "the level could not be stored");
      return result<"SetMonitoringLevel">({ status: "Rejected", statusInfo: info });
    }
    log.info("the CSMS set the monitoring level", { severity });
    return result<"SetMonitoringLevel">({ status: "Accepted" });
  };

  const getMonitoringReport: Handler<"GetMonitoringReport"> = (request) => {
    const { requestId, componentVariable = [] } = request;
    const exceeded = exceededLimit(deviceModel, "GetReport", request, componentVariable.length);
    if (exceeded) return exceeded;
    if (!hasMonitoring(deviceModel)) {
      return result<"GetMonitoringReport">({ status: "NotSupported", statusInfo: NOT_AVAILABLE });
    }
    if (!sender.hasRoom()) {
      const info = statusInfo("OutOfMemory", "too many reports are waiting");
      return result<"GetMonitoringReport">({ status: "Rejected", statusInfo: info });
    }
    const monitors = selectMonitors(request, installed.byVariable());
    if (monitors.length === 0) {
      return result<"GetMonitoringReport">({ status: "EmptyResultSet", statusInfo: statusInfo("NotFound") });
    }
    const pages = pagesOf(monitors, pageBytes(deviceModel));
    return result<"GetMonitoringReport">({ status: "Accepted" }, () => sender.send({ requestId, pages }));
  };

  function logResults(results: readonly SetMonitoringResultType[]): void {
    const refused = results.filter(({ status }) => status !== "Accepted");
    log.info("the CSMS set monitors", {
      accepted: results.length - refused.length,
      ...(refused.length > 0 && { refused: refused.map(describeRefusal) }),
    });
  }

  function showBase(base: MonitoringBaseEnumType): void {
    if (deviceModel.has(ACTIVE_BASE)) deviceModel.setActual(ACTIVE_BASE, base);
  }

  return {
    handlers: {
      SetVariableMonitoring: setVariableMonitoring,
      ClearVariableMonitoring: clearVariableMonitoring,
      SetMonitoringBase: setMonitoringBase,
      SetMonitoringLevel: setMonitoringLevel,
      GetMonitoringReport: getMonitoringReport,
    },
    async start() {
      deviceModel.onDefined(() => void installed.variablesDefined());
      await installed.restore();
      showBase(installed.base);
      deviceModel.onChange(({ key, attribute }) => {
        if (attribute !== "Actual") return;
        watch.valueSet(key);
        if (sameIdentifier(key.component.name, ACTIVE_LEVEL.component.name)) watch.evaluateAll();
      });
      transactions.onEvent((event) => {
        links.onEvent(event);
        if (event.request.eventType !== "Updated") watch.transactionsChanged();
      });
    },
    online: () => watch.evaluateAll(),
    clockSet: () => watch.clockSet(),
    monitored: () => installed.variables(),
    inspect: () => ({
      base: installed.base,
      level: activeLevel(),
      isEnabled: switchedOffBy(deviceModel) === undefined,
      monitors: [...installed.all()].map(snapshot),
    }),
    stop: () => watch.stop(),
  };
}

function describeRefusal(
  { component, variable, type, status, statusInfo: info }: SetMonitoringResultType,
): string {
  const reason = info?.additionalInfo ?? info?.reasonCode;
  return `${displayName(component, variable)} ${type} ${status}${reason === undefined ? "" : `: ${reason}`}`;
}
