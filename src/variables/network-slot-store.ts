import type { Logger } from "../kernel/logger.ts";
import type { NetworkSlots } from "./network-slot-components.ts";
import { sameVariable } from "./variable-id.ts";
import type { StoredValue, VariableStore } from "./variable-store.ts";

/**
 * The store with the values imported from the older list of network profiles. They are on disk before the
 * list is removed, so that a crash in between repeats the import.
 */
export function storeWithSlots(
  store: VariableStore,
  { imported, obsolete, givenWay, problems }: Omit<NetworkSlots, "components">,
  log: Logger,
): VariableStore {
  for (const problem of problems) {
    log.error("part of InternalCtrlr.NetworkConnectionProfiles is not used", { problem });
  }
  const stored = store.all();
  if (imported.length === 0 && obsolete.length === 0) return store;
  if (imported.length > 0) {
    const slots = new Set(imported.map(({ component }) => component.instance));
    log.notice("InternalCtrlr.NetworkConnectionProfiles was imported into NetworkConfiguration", {
      slots: [...slots].join(", "),
    });
  }
  if (givenWay.length > 0) {
    log.notice("a component file of a slot takes the place of InternalCtrlr.NetworkConnectionProfiles", {
      slots: givenWay.join(", "),
    });
  }
  store.save(...imported)
    .then(() => store.remove(obsolete))
    .catch((error: unknown) => log.error("the network slots could not be stored", { error: String(error) }));
  return {
    all:
      () => [...stored.filter((value) => !obsolete.some((each) => sameAttribute(each, value))), ...imported],
    save: (...values) => store.save(...values),
    remove: (values) => store.remove(values),
  };
}

/** A store makes its values anew for everybody who asks. */
function sameAttribute(one: StoredValue, other: StoredValue): boolean {
  return one.attribute === other.attribute && sameVariable(one, other);
}
