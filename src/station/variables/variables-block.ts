import type { Clock } from "../../kernel/clock.ts";
import type { LogText } from "../../kernel/log-events.ts";
import type { Logger } from "../../kernel/logger.ts";
import { statusInfo } from "../../ocpp/reason-codes.ts";
import type {
  GetReportResponse,
  ReportDataType,
  RequestOf,
  SetVariableDataType,
  SetVariableResultType,
} from "../../ocpp/messages.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import { variableKey } from "../../variables/device-model.ts";
import { sameVariable } from "../../variables/variable-id.ts";
import type { Page } from "../../kernel/pages.ts";
import { reportPages } from "../../variables/report-pages.ts";
import { reportingValueSize } from "../../variables/reporting-value-size.ts";
import { selectBaseReport, type SelectedVariable, selectReport } from "../../variables/report-selection.ts";
import type { Variable } from "../../variables/variable-index.ts";
import { displayName } from "../../variables/variable-id.ts";
import { type Handler, type HandlerTable, result } from "../handlers.ts";
import { pageBytes } from "../payload-bytes.ts";
import type { Csms } from "../ports/csms.ts";
import { exceededLimit } from "../message-limits.ts";
import { pagesInTwoSteps } from "../reports/pages-in-two-steps.ts";
import { createReportSender } from "../reports/report-sender.ts";

export interface VariablesDeps {
  readonly deviceModel: StationDeviceModel;
  readonly csms: Csms;
  readonly clock: Clock;
  readonly log: Logger;
  /** Called before the CSMS sets NetworkConfigurationPriority, so that its rules have current data. */
  beforeSetVariables?(): Promise<void>;
  /** Called when a SetVariablesResponse was sent: from then on what was set may close the connection. */
  setVariablesAnswered?(): void;
}

export interface VariablesBlock {
  readonly handlers: HandlerTable;
  /** Sets a variable for the operator of the station, by the rules that SetVariables has for the CSMS. */
  setForOperator(entry: SetVariableDataType): Promise<SetVariableResultType>;
}

/** A report shows settings of EVerest's other modules that are so old without asking for them again. */
const MAX_REPORTED_AGE_MS = 10_000;

const NETWORK_PRIORITY = variableKey("OCPPCommCtrlr", "NetworkConfigurationPriority");
const SUPPORTED_CRITERIA = variableKey("InternalCtrlr", "SupportedCriteria");

/** B05 to B08: the CSMS sets, reads and lists variables. */
export function createVariablesBlock(deps: VariablesDeps): VariablesBlock {
  const { deviceModel, csms, clock, log } = deps;
  const sender = createReportSender({
    ...{ csms, clock, log },
    action: "NotifyReport",
    toRequest: ({ entries, tbc }: Page<ReportDataType>, header) => ({ ...header, tbc, reportData: entries }),
  });

  const getVariables: Handler<"GetVariables"> = async (request) => {
    const questions = request.getVariableData;
    return exceededLimit(deviceModel, "GetVariables", request, questions.length) ??
      result<"GetVariables">({ getVariableResult: await deviceModel.getVariables(questions) });
  };

  const setVariables: Handler<"SetVariables"> = async (request) => {
    const entries = request.setVariableData;
    const exceeded = exceededLimit(deviceModel, "SetVariables", request, entries.length);
    if (exceeded) return exceeded;
    if (entries.some(isPriority)) await deps.beforeSetVariables?.();
    const results = await deviceModel.setVariables(entries, "csms");
    for (const answer of results) logSet(log, "the CSMS asked to set a variable", answer);
    return result<"SetVariables">({ setVariableResult: results }, () => deps.setVariablesAnswered?.());
  };

  async function setForOperator(entry: SetVariableDataType): Promise<SetVariableResultType> {
    if (isPriority(entry)) await deps.beforeSetVariables?.();
    const [answer] = await deviceModel.setVariables([entry], "operator");
    if (answer === undefined) throw new Error("the device model gave no answer");
    logSet(log, "the operator asked to set a variable", answer);
    return answer;
  }

  const getBaseReport: Handler<"GetBaseReport"> = async ({ requestId, reportBase }) =>
    await promise(
      requestId,
      () => selectBaseReport(reportBase, deviceModel.components()),
      result<"GetBaseReport">,
    );

  const getReport: Handler<"GetReport"> = async (request) => {
    const { requestId, componentVariable = [], componentCriteria = [] } = request;
    const exceeded = exceededLimit(deviceModel, "GetReport", request, componentVariable.length);
    if (exceeded) return exceeded;
    const supported = deviceModel.list(SUPPORTED_CRITERIA);
    const strange = supported && componentCriteria.find((criterion) => !supported.includes(criterion));
    if (strange) {
      const info = statusInfo("UnsupportedParam", `the criterion ${strange} is not supported`);
      return result<"GetReport">({ status: "NotSupported", statusInfo: info });
    }
    return await promise(
      requestId,
      () => selectReport(request, deviceModel.components()),
      result<"GetReport">,
      reportedVariables(request),
    );
  };

  /** The variables of a report, whether or not they meet the criteria when their values are up to date. */
  function* reportedVariables({ requestId, componentVariable }: RequestOf<"GetReport">) {
    const anyCriteria = { requestId, ...(componentVariable ? { componentVariable } : {}) };
    for (const { variable } of selectReport(anyCriteria, deviceModel.components())) yield variable;
  }

  /**
   * Answers whether there will be a report, and sends it after the answer: at once what is up to date, then the values of
   * owners that have to be asked: those of the concerned variables, by default all. Only when nothing is at hand does the
   * answer wait for them.
   */
  async function promise<R>(
    requestId: number,
    select: () => Generator<SelectedVariable, void>,
    reply: (response: GetReportResponse, afterSent?: () => void) => R,
    concerned?: Iterable<Variable>,
  ): Promise<R> {
    if (!sender.hasRoom()) {
      return reply({
        status: "Rejected",
        statusInfo: statusInfo("OutOfMemory", "too many reports are waiting"),
      });
    }
    const stale = deviceModel.staleSources(MAX_REPORTED_AGE_MS);
    const refreshed = stale.size > 0 ? deviceModel.refresh(concerned) : Promise.resolve();
    const isStale = ({ variable }: SelectedVariable) => stale.has(variable.source);
    const atHand = pagesOf(select().filter((selected) => !isStale(selected)));
    const first = atHand.next();
    if (!first.done) {
      const later = () => refreshed.then(() => stale.size > 0 ? pagesOf(select().filter(isStale)) : []);
      const pages = pagesInTwoSteps(startingWith(first.value, atHand), later);
      return reply({ status: "Accepted" }, () => sender.send({ requestId, pages }));
    }
    await refreshed;
    const fetched = pagesOf(select());
    const only = fetched.next();
    if (only.done) return reply({ status: "EmptyResultSet" });
    const pages = startingWith(only.value, fetched);
    return reply({ status: "Accepted" }, () => sender.send({ requestId, pages }));
  }

  function pagesOf(selection: Iterable<SelectedVariable>): Generator<Page<ReportDataType>, void> {
    return reportPages(selection, pageBytes(deviceModel), reportingValueSize(deviceModel));
  }

  return {
    handlers: {
      GetVariables: getVariables,
      SetVariables: setVariables,
      GetBaseReport: getBaseReport,
      GetReport: getReport,
    },
    setForOperator,
  };
}

function* startingWith<T>(first: T, rest: Iterable<T>): Generator<T, void> {
  yield first;
  yield* rest;
}

function isPriority(entry: SetVariableDataType): boolean {
  return sameVariable(entry, NETWORK_PRIORITY);
}

/** Logs what was asked and answered, without the values, as some of them are secret. */
function logSet(
  log: Logger,
  message: LogText,
  { component, variable, attributeStatus, attributeStatusInfo }: SetVariableResultType,
): void {
  log.info(message, {
    variable: displayName(component, variable),
    status: attributeStatus,
    ...(attributeStatusInfo ? { reason: attributeStatusInfo.reasonCode } : {}),
  });
}
