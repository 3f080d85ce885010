import type { EvseStatus, RunningStatus } from "../../inspection/status.ts";
import type { ConnectorStatusEnumType } from "../../ocpp/messages.ts";
import type { EvseLayout } from "../../station/ports/evse-port.ts";
import { variableKey } from "../../variables/device-model.ts";
import { VERSION } from "../../kernel/version.ts";
import type { Station } from "../composition.ts";
import type { StationSetup } from "../station-setup.ts";

const TIME_SOURCE = variableKey("ClockCtrlr", "TimeSource");

/** What `status` answers. */
export function stationStatus(station: Station, setup: StationSetup, startedMs: number): RunningStatus {
  const { storage, platform, bus } = setup;
  const oldestMs = storage.outbox.oldestMs();
  return {
    kind: "running",
    version: VERSION,
    moduleId: bus.module.moduleId,
    startedMs,
    nowMs: platform.clock.wallMs(),
    timeSource: station.deviceModel.text(TIME_SOURCE) ?? "unknown",
    link: station.link.history().at(-1) ?? { kind: "stopped", sinceMs: startedMs },
    registration: station.provisioning.registration(),
    queue: { messages: storage.outbox.count(), ...(oldestMs !== undefined && { oldestMs }) },
    storage: storage.health(),
    evses: station.layout.map((evse) => evseStatus(station, evse)),
  };
}

function evseStatus({ deviceModel, transactions }: Station, { id, connectors }: EvseLayout): EvseStatus {
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
      },
    }),
    ...(powerWatts !== undefined && { powerWatts }),
  };
}
