import type { Iso15118Extensions } from "../everest/interfaces/iso15118-extensions.ts";
import type { EvseId } from "../kernel/ids.ts";
import { evInformationValues, type LiveValue, renegotiationValues } from "./live-variables.ts";

/** Passes on what the ISO 15118 stack of an EVSE tells of the EV. */
export function feedIso15118(
  extensions: Iso15118Extensions,
  evse: EvseId,
  onLiveValues: (values: readonly LiveValue[]) => void,
): void {
  extensions.onEvInfo((info) => onLiveValues(evInformationValues(evse, info)));
  extensions.onServiceRenegotiationSupported((supported) =>
    onLiveValues(renegotiationValues(evse, supported))
  );
}
