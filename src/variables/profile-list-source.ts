import { assertNever } from "../kernel/assert-never.ts";
import type { SetVariableDataType } from "../ocpp/messages.ts";
import { readProfileList } from "./profile-list.ts";
import { PROFILE_LIST_SOURCE } from "./network-slot-components.ts";
import { slotKey } from "./network-slots.ts";
import type { SetTogetherAnswer, VariableSetter } from "./variable-setter.ts";
import type { VariableSource } from "./variable-source.ts";
import type { SetViolation } from "./set-violation.ts";

export interface ProfileListDeps {
  model(): Pick<VariableSetter, "setTogether">;
  /** Slots that have a component. */
  slots(): readonly string[];
}

/**
 * Setting InternalCtrlr.NetworkConnectionProfiles sets the slots: slots that the list does not name become
 * empty. All of them change, or none.
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
      const answer = await deps.model().setTogether(changes, "station");
      switch (answer.kind) {
        case "stored":
          return { kind: "accepted" };
        case "notStored":
          return { kind: "refused", violation: NOT_STORED };
        case "refused":
          return { kind: "refused", violation: violationOf(answer) };
        default:
          return assertNever(answer);
      }
    },
  };
}

const NOT_STORED: SetViolation = { reasonCode: "InternalError", text: "the slots could not be stored" };

function violationOf({ entry, refusal }: SetTogetherAnswer & { kind: "refused" }): SetViolation {
  const slot = entry.component.instance ?? "";
  if (refusal.status === "UnknownComponent") {
    return { reasonCode: "InvalidConfSlot", text: `there is no slot ${slot}` };
  }
  const why = refusal.violation?.text ?? refusal.status;
  return { reasonCode: "InvalidNetworkConf", text: `slot ${slot}: ${entry.variable.name}: ${why}` };
}
