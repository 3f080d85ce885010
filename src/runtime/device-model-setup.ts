import { generatedComponents } from "../bridge/generated-components.ts";
import { withDeliverableMeasurands } from "../station/metering/measurands.ts";
import { withAcceptedOptions } from "../station/offered-options.ts";
import { createDeviceModel, type StationDeviceModel } from "../variables/create-device-model.ts";
import type { SetRule } from "../variables/set-rule.ts";
import { withLayout } from "../variables/layout-components.ts";
import { onlyHonoured } from "../variables/honoured-variables.ts";
import { slotsOf } from "../variables/computed-values.ts";
import { withNetworkSlots } from "../variables/network-slot-components.ts";
import { missingRequired } from "../variables/required-variables.ts";
import { profileListSource } from "../variables/profile-list-source.ts";
import { displayName } from "../variables/variable-id.ts";
import { storeWithSlots } from "../variables/network-slot-store.ts";
import type { StationSetup } from "./station-setup.ts";

/**
 * The device model of this station: component files, what EVerest's layout adds, and what was set and stored.
 * `rules`: those of the blocks.
 */
export function setUpDeviceModel(
  { storage, platform, bus, facts: { layout, everestConfiguration } }: StationSetup,
  rules: readonly SetRule[],
): StationDeviceModel {
  const log = platform.log.child("device-model");
  const { components, problems } = storage.configured;
  for (const { consequence, ...problem } of problems) {
    if (consequence === "usedAsItStands") {
      log.warning("the device model configuration lacks something", problem);
    } else log.error("part of the device model configuration is not used", problem);
  }
  const placed = withLayout(components, layout);
  for (const component of placed.leftOut) {
    log.warning("a configured component is left out: the station has no such EVSE or connector", {
      component: displayName(component),
    });
  }
  const { components: narrowed, leftOut } = withDeliverableMeasurands(placed.components);
  for (const each of leftOut) {
    log.notice("measurands that the station cannot deliver are left out", { ...each });
  }
  const accepted = withAcceptedOptions(narrowed);
  for (const each of accepted.leftOut) {
    log.notice("options that the station does not accept are left out", { ...each });
  }
  const honoured = onlyHonoured(accepted.components);
  if (honoured.madeReadOnly.length > 0) {
    log.notice("variables that nothing in this program reads are read-only", {
      variables: honoured.madeReadOnly.join(", "),
    });
  }
  if (honoured.leftOut.length > 0) {
    log.notice("write-only variables that nothing in this program reads are left out", {
      variables: honoured.leftOut.join(", "),
    });
  }
  const missing = missingRequired(narrowed);
  if (missing.length > 0) {
    log.error("the device model configuration lacks required variables", { missing: missing.join(", ") });
  }
  const { components: withSlots, ...slots } = withNetworkSlots(honoured.components, storage.variables.all());
  const model: StationDeviceModel = createDeviceModel({
    components: [...withSlots, ...generatedComponents(layout.map(({ id }) => id), bus.iso15118.evses)],
    configurationComplete: problems.every(({ consequence }) => consequence === "usedAsItStands"),
    store: storeWithSlots(storage.variables, slots, log),
    clock: platform.clock,
    log,
    rules,
    sources: [
      profileListSource({ model: () => model, slots: () => slotsOf(model) }),
      everestConfiguration,
    ],
  });
  everestConfiguration.bind(model);
  return model;
}
