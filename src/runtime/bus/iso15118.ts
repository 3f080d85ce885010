import {
  type AskForCertificate,
  feedEvCertificates,
  feedOldEvCertificates,
} from "../../bridge/ev-certificate-feed.ts";
import { feedIso15118 } from "../../bridge/iso15118-feed.ts";
import { PlugAndChargeAdapter } from "../../bridge/plug-and-charge-adapter.ts";
import { evseManagerCertificates } from "../../everest/interfaces/evse-manager-certificates.ts";
import { type Iso15118Extensions, iso15118Extensions } from "../../everest/interfaces/iso15118-extensions.ts";
import type { EverestModule } from "../../everest/module.ts";
import { type EvseId, evseId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import { setLiveValues } from "../live-values.ts";
import { keepPlugAndChargeConfigured } from "./plug-and-charge-configuration.ts";
import type { RequiredInterfaces } from "./required-interfaces.ts";
import type { StartQueue } from "./start-queue.ts";
import type { StationOnBus } from "./station-on-bus.ts";

const AVAILABLE = variableKey("ISO15118Ctrlr", "Available");

export interface Iso15118Deps {
  readonly interfaces: Pick<RequiredInterfaces, "evses" | "extensions">;
  readonly module: EverestModule;
  /** The same, but it holds back what arrives until the station runs. */
  readonly deferred: EverestModule;
  readonly queue: StartQueue<Pick<StationOnBus, "certificates" | "deviceModel" | "evChargingNeeds">>;
  readonly log: Logger;
}

export interface Iso15118 {
  /** EVSEs that an ISO 15118 stack is connected for. */
  readonly evses: readonly EvseId[];
  /** The device model is there. */
  start(deviceModel: DeviceModel): void;
}

/** Listens to the ISO 15118 stacks. To be called before the module says that it is ready. */
export function connectIso15118(deps: Iso15118Deps): Iso15118 {
  const { interfaces, module, deferred, queue, log } = deps;
  const { extensions, evses } = interfaces;
  const plugAndCharge = new PlugAndChargeAdapter(evses, log);
  const placeOf = (stack: Pick<Iso15118Extensions, "connection">) =>
    evseOf(stack.connection.mapping?.evse, evses.length);
  // A vehicle does not wait until we have started.
  const ask: AskForCertificate = (request) =>
    queue.station?.certificates.vehicles.request(request) ??
      Promise.resolve({ status: "Failed" });
  for (const { connection } of evses) {
    feedOldEvCertificates(evseManagerCertificates(module, connection, log), ask, log);
  }
  for (const stack of extensions) {
    feedEvCertificates(stack, ask, log);
    feedIso15118(iso15118Extensions(deferred, stack.connection, log), placeOf(stack), {
      onLiveValues: (values) => setLiveValues(queue.running.deviceModel, values),
      onChargingNeeds: (evse, needs) => void queue.running.evChargingNeeds.received(evse, needs),
    }, log);
  }
  return {
    evses: [...new Set(extensions.flatMap((stack) => placeOf(stack) ?? []))],
    start(deviceModel) {
      // What a component file says stays: Plug & Charge works without the extensions, if only for those who know.
      if (extensions.length > 0) deviceModel.setActual(AVAILABLE, "true");
      keepPlugAndChargeConfigured(deviceModel, plugAndCharge);
    },
  };
}

/** Undefined without a mapping to an EVSE that we have. */
function evseOf(mapped: number | undefined, evses: number): EvseId | undefined {
  return mapped !== undefined && mapped >= 1 && mapped <= evses ? evseId(mapped) : undefined;
}
