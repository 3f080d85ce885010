import type { EvseStatus, RunningStatus } from "../../inspection/status.ts";
import { decidingText } from "../../inspection/deciding-text.ts";
import type { ChargingRateUnitEnumType, ConnectorStatusEnumType } from "../../ocpp/messages.ts";
import { importRegisterWh } from "../../station/metering/value-selection.ts";
import type { EvseLayout } from "../../station/ports/evse-port.ts";
import type { ActiveTransaction } from "../../station/transactions/active-transaction.ts";
import { VERSION } from "../../kernel/version.ts";
import type { Station } from "../composition.ts";
import { clockFacts } from "./doctor-inspector.ts";
import type { StationSetup } from "../station-setup.ts";

/** What `status` answers. */
export function stationStatus(station: Station, setup: StationSetup, startedMs: number): RunningStatus {
  const { storage, bus, config: { compositeScheduleUnit } } = setup;
  const oldestMs = storage.outbox.oldestMs();
  const clock = clockFacts(station, setup);
  return {
    kind: "running",
    version: VERSION,
    moduleId: bus.module.moduleId,
    startedMs,
    ...clock,
    link: station.link.state(),
    ...(!station.link.isOnline() && { disconnectedSinceMs: clock.nowMs - station.link.disconnectedForMs() }),
    registration: station.provisioning.registration(),
    queue: { messages: storage.outbox.count(), ...(oldestMs !== undefined && { oldestMs }) },
    storage: storage.health(),
    evses: station.layout.map((evse) => evseStatus(station, evse, compositeScheduleUnit)),
  };
}

function evseStatus(
  station: Station,
  { id, connectors }: EvseLayout,
  unit: ChargingRateUnitEnumType,
): EvseStatus {
  const { deviceModel, transactions } = station;
  const transaction = transactions.activeTransaction(id);
  const powerWatts = deviceModel.decimal({
    component: { name: "EVSE", evse: { id } },
    variable: { name: "Power" },
  });
  return {
    evseId: id,
    connectors: connectors.map(({ id: connectorId }) => ({
      connectorId,
      status: deviceModel.text({
        component: { name: "Connector", evse: { id, connectorId } },
        variable: { name: "AvailabilityState" },
      }) as ConnectorStatusEnumType,
    })),
    ...(transaction && {
      transaction: {
        transactionId: transaction.transactionId,
        startedMs: transaction.startedMs,
        chargingState: transaction.chargingState,
        ...energyOf(station, transaction),
      },
    }),
    ...(powerWatts !== undefined && { powerWatts }),
    ...limitOf(station, id, unit),
  };
}

function energyOf(
  { readings }: Station,
  { evseId, startRegisterWh }: ActiveTransaction,
): { readonly energyWh?: number } {
  const reading = readings.latest(evseId);
  const registerWh = reading && importRegisterWh(reading);
  if (registerWh === undefined || startRegisterWh === undefined) return {};
  return { energyWh: Math.max(0, registerWh - startRegisterWh) };
}

function limitOf(
  { limits }: Station,
  evseId: number,
  unit: ChargingRateUnitEnumType,
): Pick<EvseStatus, "limit"> {
  const now = limits.explain(evseId, { durationSeconds: 0, unit })?.periods[0];
  if (now === undefined || !Number.isFinite(now.limit)) return {};
  return { limit: { value: now.limit, unit, reason: decidingText(now.candidates) } };
}
