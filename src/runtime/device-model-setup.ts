import { generatedComponents } from "../bridge/generated-components.ts";
import type { Clock } from "../kernel/clock.ts";
import type { EvseId } from "../kernel/ids.ts";
import type { Logger } from "../kernel/logger.ts";
import type { EvseLayout } from "../station/ports/evse-port.ts";
import { createDeviceModel, type StationDeviceModel } from "../variables/create-device-model.ts";
import type { SetRule } from "../variables/set-rules.ts";
import { withLayout } from "../variables/layout-components.ts";
import { slotsOf } from "../variables/computed-values.ts";
import { withNetworkSlots } from "../variables/network-slot-components.ts";
import { missingRequired } from "../variables/required-variables.ts";
import { profileListSource } from "../variables/profile-list-source.ts";
import { displayName } from "../variables/variable-id.ts";
import type { EverestConfiguration } from "./bus/everest-configuration-source.ts";
import { storeWithSlots } from "../variables/network-slot-store.ts";
import type { Storage } from "./storage.ts";

export interface DeviceModelSetup {
  readonly storage: Pick<Storage, "configured" | "variables">;
  readonly layout: readonly EvseLayout[];
  readonly clock: Clock;
  readonly log: Logger;
  /** Rules of the blocks. */
  readonly rules?: readonly SetRule[];
  /** EVSEs that an ISO 15118 stack is connected for. */
  readonly withIso15118?: readonly EvseId[];
  /** Absent: the configuration of EVerest's modules is not shown. */
  readonly everestConfiguration?: EverestConfiguration;
}

/** The device model of this station: component files, what EVerest's layout adds, and what was set and stored. */
export function setUpDeviceModel(setup: DeviceModelSetup): StationDeviceModel {
  const { storage, layout, clock, log, rules = [], withIso15118 = [], everestConfiguration } = setup;
  const { components, problems } = storage.configured;
  for (const problem of problems) {
    log.error("Part of the device model configuration is not used", { ...problem });
  }
  const placed = withLayout(components, layout);
  for (const component of placed.leftOut) {
    log.warning("A configured component is left out: the station has no such EVSE or connector", {
      component: displayName(component),
    });
  }
  const missing = missingRequired(placed.components);
  if (missing.length > 0) {
    log.error("The device model configuration lacks required variables", { missing: missing.join(", ") });
  }
  const { components: withSlots, ...slots } = withNetworkSlots(placed.components, storage.variables.all());
  const model: StationDeviceModel = createDeviceModel({
    components: [...withSlots, ...generatedComponents(layout.map(({ id }) => id), withIso15118)],
    configurationComplete: problems.length === 0,
    store: storeWithSlots(storage.variables, slots, log),
    clock,
    log,
    rules,
    sources: [
      profileListSource({ model: () => model, slots: () => slotsOf(model) }),
      ...everestConfiguration ? [everestConfiguration] : [],
    ],
  });
  everestConfiguration?.bind(model);
  return model;
}
