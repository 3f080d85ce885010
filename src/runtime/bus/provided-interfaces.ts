import { toChargingSchedules } from "../../bridge/energy-management-limits.ts";
import {
  type CsmsLinkListener,
  publishCsmsLink,
  type VariableTexts,
} from "../../bridge/provided-csms-link.ts";
import { withinCsmsTimeout } from "../../bridge/csms-timeout.ts";
import { dataTransferHandlers } from "../../bridge/provided-data-transfer.ts";
import { ocppHandlers } from "../../bridge/provided-ocpp.ts";
import { publishStationEvents, type StationEvents } from "../../bridge/provided-ocpp-events.ts";
import { VariableMonitors } from "../../bridge/provided-variable-monitors.ts";
import { createPricePort } from "../../bridge/price-adapter.ts";
import { toPresentedCredentials, toTokenSource } from "../../bridge/tokens.ts";
import { toValidationResult, UNKNOWN_TOKEN } from "../../bridge/validation-result.ts";
import {
  type AuthTokenProvider,
  provideAuthTokenProvider,
} from "../../everest/interfaces/auth-token-provider.ts";
import {
  type AuthTokenValidator,
  provideAuthTokenValidator,
} from "../../everest/interfaces/auth-token-validator.ts";
import { provideOcppDataTransfer } from "../../everest/interfaces/ocpp-data-transfer.ts";
import { type OcppPublisher, provideOcpp } from "../../everest/interfaces/ocpp.ts";
import { provideSessionCost, type SessionCostPublisher } from "../../everest/interfaces/session-cost.ts";
import type { ProvidedIdToken, ValidationResult } from "../../everest/interfaces/types/authorization.ts";
import type { EverestModule } from "../../everest/module.ts";
import type { Clock } from "../../kernel/clock.ts";
import { evseId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { PricePort } from "../../station/ports/price-port.ts";
import type { CompositeSchedule } from "../../station/smart-charging/composite-schedule.ts";
import type { StartQueue } from "./start-queue.ts";
import type { StationOnBus } from "./station-on-bus.ts";

export interface ProvideDeps {
  /** Commands arrive from the start on; until the station runs they get the interface's own "not available". */
  readonly queue: StartQueue<StationOnBus>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Our side of the interfaces that other modules use. */
export interface ProvidedInterfaces {
  readonly tokenProvider: AuthTokenProvider;
  readonly tokenValidator: AuthTokenValidator;
  readonly prices: PricePort;
  /** Variables that other modules want to hear of. */
  monitored(): ReturnType<VariableMonitors["monitored"]>;
  /** Publishes what happens in the station; to be called once, before it starts. */
  publishEvents(station: StationEvents): void;
  publishSchedules(schedules: readonly CompositeSchedule[]): void;
  /** Publishes what happens on the link to the CSMS. */
  publishLink(deviceModel: VariableTexts, logFormats: ReadonlySet<string>): CsmsLinkListener;
}

/** Answers the commands and publishes the variables of every interface in our manifest. */
export function provideInterfaces(module: EverestModule, deps: ProvideDeps): ProvidedInterfaces {
  const { queue, clock, log } = deps;
  const monitors = new VariableMonitors({
    clock,
    log,
    publishEventData: (event) => publisher.publishEventData(event),
  });
  const handlers = ocppHandlers({
    station: () => queue.station,
    whenRunning: (task) => queue.run(() => task(queue.running)),
    monitors,
    clock,
    log,
  });
  // Handlers and publisher need each other: what is monitored on command is published.
  const publisher: OcppPublisher = provideOcpp(module, "ocpp_generic", handlers, log);
  provideOcppDataTransfer(
    module,
    "data_transfer",
    dataTransferHandlers({ csms: () => queue.station?.csms, clock, log }),
    log,
  );
  const sessionCost = provideSessionCost(module, "session_cost", log);
  return {
    tokenProvider: provideAuthTokenProvider(module, "auth_provider", log),
    tokenValidator: provideAuthTokenValidator(module, "auth_validator", {
      async validateToken({ provided_token }) {
        const verdict = await withinCsmsTimeout(validate(provided_token, queue.station, log), clock);
        const result = verdict === "late" ? UNKNOWN_TOKEN : verdict;
        tellTariff(sessionCost, provided_token, result);
        return result;
      },
    }, log),
    prices: createPricePort(sessionCost, log),
    monitored: () => monitors.monitored(),
    publishEvents: (station) => publishStationEvents(station, { publisher: publisher, monitors, clock, log }),
    publishSchedules: (schedules) => void publisher.publishChargingSchedules(toChargingSchedules(schedules)),
    publishLink: (deviceModel, logFormats) =>
      publishCsmsLink({ publisher: publisher, logFormats, deviceModel }),
  };
}

/** `validate_token`: side by side. */
async function validate(
  provided: ProvidedIdToken,
  station: StationOnBus | undefined,
  log: Logger,
): Promise<ValidationResult> {
  if (station === undefined) return UNKNOWN_TOKEN;
  const { idTokenInfo, certificateStatus } = await station.authorization.authorize(
    toPresentedCredentials(provided),
    { by: toTokenSource(provided), evseIds: provided.connectors?.map(evseId) },
  );
  const complain = (reason: string) =>
    log.warning("token information of the CSMS is wrong in part", { reason });
  return toValidationResult(station.tariff.priced(idTokenInfo), complain, certificateStatus);
}

/** Prices go to the display as soon as the driver is known. */
function tellTariff(
  sessionCost: SessionCostPublisher,
  { id_token: { value } }: ProvidedIdToken,
  { tariff_messages: messages }: ValidationResult,
): void {
  if (messages.length === 0) return;
  sessionCost.publishTariffMessage({ messages, identifier_id: value, identifier_type: "IdToken" });
}
