import type { OcppHandlers } from "../everest/interfaces/ocpp.ts";
import type { SecurityEvent } from "../everest/interfaces/types/ocpp.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Logger } from "../kernel/logger.ts";
import type { ReportedSecurityEvent, SecurityBlock } from "../station/security/security-block.ts";
import type { Arrival } from "./complaint.ts";
import type { ChangeAvailabilityBlock } from "../station/availability/change-availability-block.ts";
import { changeAvailability } from "./provided-change-availability.ts";
import type { VariableMonitors } from "./provided-variable-monitors.ts";
import { readVariables, rejected, type VariableAccess, writeVariables } from "./provided-variables.ts";
import { timestampOrNow, withinFourDigitYears } from "./timestamps.ts";

/** The OCPP service as a whole. Both resolve to true when the service is in the requested state. */
export interface OcppService {
  /** Disconnects from the CSMS and stays disconnected; the events of that time are not queued. */
  stop(): Promise<boolean>;
  /** Connects again, with boot reason ApplicationReset. */
  restart(): Promise<boolean>;
}

/** The parts of the running station that other modules may use. */
export interface OcppStation {
  readonly service: OcppService;
  readonly security: Pick<SecurityBlock, "report">;
  readonly changeAvailability: Pick<ChangeAvailabilityBlock, "change">;
  readonly deviceModel: VariableAccess;
}

export interface ProvidedOcppDeps {
  /** Undefined until the station runs. */
  station(): OcppStation | undefined;
  /** Runs the task now, or as soon as the station runs; tasks keep their order. */
  whenRunning(task: (station: OcppStation) => void): void;
  readonly monitors: Pick<VariableMonitors, "add">;
  readonly clock: Clock;
  readonly log: Logger;
}

/** `ocpp_generic`: other modules control the OCPP service and use its device model. */
export function ocppHandlers(deps: ProvidedOcppDeps): OcppHandlers {
  const { station, clock, log } = deps;

  function running(command: string, origin: string): OcppStation | undefined {
    const found = station();
    if (!found) {
      log.warning("a command of a module is refused: the station does not run yet", { command, origin });
    }
    return found;
  }

  return {
    stop: (_, origin) => running("stop", origin)?.service.stop() ?? false,
    restart: (_, origin) => running("restart", origin)?.service.restart() ?? false,
    securityEvent({ event }, origin) {
      const complain = (reason: string) =>
        log.warning("a module's security event is wrong in part", { origin, reason });
      const reported = toReportedSecurityEvent(event, { nowMs: clock.wallMs(), complain });
      deps.whenRunning(({ security }) => security.report(reported));
    },
    async getVariables({ requests }, origin) {
      const found = running("get_variables", origin);
      return found ? await readVariables(found.deviceModel, requests) : requests.map(rejected);
    },
    async setVariables({ requests, source }, origin) {
      const found = running("set_variables", origin);
      const results = found ? await writeVariables(found.deviceModel, requests) : requests.map(rejected);
      // Values stay out of the log, as some of them are secrets.
      for (const { component_variable, status } of results) {
        log.info("a module asked to set a variable", { origin, source, ...component_variable, status });
      }
      return results;
    },
    changeAvailability: ({ request }, origin) =>
      changeAvailability(running("change_availability", origin)?.changeAvailability, request),
    monitorVariables: ({ component_variables }) => deps.monitors.add(component_variables),
  };
}

/** The event with a timestamp, since it may be processed later than it arrives. */
function toReportedSecurityEvent(event: SecurityEvent, arrival: Arrival): ReportedSecurityEvent {
  const { type, info, critical, timestamp } = event;
  const timestampMs = timestamp === undefined ? arrival.nowMs : timestampOrNow(timestamp, arrival);
  return {
    type,
    timestampMs: withinFourDigitYears(timestampMs),
    ...(info === undefined ? {} : { techInfo: info }),
    ...(critical === undefined ? {} : { critical }),
  };
}
