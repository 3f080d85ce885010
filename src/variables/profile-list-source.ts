import type { SetVariableDataType, SetVariableResultType } from "../ocpp/messages.ts";
import type { DeviceModel } from "./device-model.ts";
import { readProfileList } from "./profile-list.ts";
import { PROFILE_LIST_SOURCE } from "./network-slot-components.ts";
import { slotKey } from "./network-slots.ts";
import type { VariableSource } from "./variable-source.ts";

export interface ProfileListDeps {
  model(): Pick<DeviceModel, "setVariables">;
  /** Slots that have a component. */
  slots(): readonly string[];
}

/**
 * Setting InternalCtrlr.NetworkConnectionProfiles sets the slots: slots that the list does not name become
 * empty.
 */
export function profileListSource(deps: ProfileListDeps): VariableSource {
  return {
    name: PROFILE_LIST_SOURCE,
    async set({ value }) {
      const { profiles } = readProfileList(value);
      const named = new Set(profiles.map(({ slot }) => String(slot)));
      const changes: SetVariableDataType[] = [
        ...profiles.flatMap(({ slot, values }) =>
          Object.entries(values).map(([name, attributeValue]) => ({ ...slotKey(slot, name), attributeValue }))
        ),
        ...deps.slots().filter((slot) => !named.has(slot))
          .map((slot) => ({ ...slotKey(slot, "OcppCsmsUrl"), attributeValue: "" })),
      ];
      const refused = (await deps.model().setVariables(changes, "station")).find(isRefused);
      if (refused === undefined) return { kind: "accepted" };
      const slot = refused.component.instance ?? "";
      const violation = refused.attributeStatus === "UnknownComponent"
        ? { reasonCode: "InvalidConfSlot", text: `there is no slot ${slot}` } as const
        : {
          reasonCode: "InternalError",
          text: `slot ${slot}: ${refused.variable.name} was refused`,
        } as const;
      return { kind: "refused", violation };
    },
  };
}

function isRefused({ attributeStatus }: SetVariableResultType): boolean {
  return attributeStatus !== "Accepted" && attributeStatus !== "RebootRequired";
}
