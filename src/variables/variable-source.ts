import { EVEREST_SOURCE, OCPP_SOURCE } from "./definition.ts";
import { isBoundByMutability } from "./device-model.ts";
import type { Proposal } from "./set-rule.ts";
import type { VariableStore } from "./variable-store.ts";
import type { SetViolation } from "./set-violation.ts";

/** Who owns the values of a set of variables; a variable names its source in the component file. */
export interface VariableSource {
  readonly name: string;
  /** Takes a value that passed every check. Resolves when the owner holds it durably; never rejects. */
  set(proposal: Proposal): Promise<SourceAnswer>;
  /**
   * For an owner who has to be asked for values: brings ours up to date before somebody reads them. Bounded in time,
   * and never rejects. Absent: they always are.
   */
  refresh?(): Promise<Freshness>;
  /**
   * For an owner who has to be asked: milliseconds since its values were last up to date; undefined while they are not
   * known.
   */
  ageMs?(): number | undefined;
  /** True while the owner has not reported all its variables: then the owner is asked for one that we do not know. */
  readonly isIncomplete?: boolean;
}

export type Freshness =
  | { readonly kind: "fresh" }
  /** The owner does not tell; what was known of its values is gone. */
  | { readonly kind: "unknown"; readonly violation: SetViolation };

export type SourceAnswer =
  /** The new value holds from now on. */
  | { readonly kind: "accepted" }
  /** The owner takes it over at its next start; until then the old value holds. */
  | { readonly kind: "afterReboot" }
  | { readonly kind: "refused"; readonly violation: SetViolation };

/** Our own storage, which also takes several values in one commit. */
export interface OwnStorage extends VariableSource {
  /** Takes values that passed every check, all or none; false: none, because the disk refused. Never rejects. */
  setTogether(proposals: readonly Proposal[]): Promise<boolean>;
}

/** Our own storage. `onFailure` hears what the disk said; the CSMS only learns that it failed. */
export function ocppSource(store: VariableStore, onFailure: (error: unknown) => void): OwnStorage {
  async function setTogether(proposals: readonly Proposal[]): Promise<boolean> {
    try {
      await store.save(...proposals.map(({ by, ...value }) => ({ ...value, setBy: by })));
      return true;
    } catch (error) {
      onFailure(error);
      return false;
    }
  }
  return {
    name: OCPP_SOURCE,
    setTogether,
    async set(proposal) {
      if (await setTogether([proposal])) return { kind: "accepted" };
      return {
        kind: "refused",
        violation: { reasonCode: "InternalError", text: "the value could not be stored" },
      };
    },
  };
}

/**
 * EVerest's side while nobody has registered a richer one: live values that the station mirrors. From outside nobody can
 * set them, as nobody would keep what it sets (all writable variables are persistent, part 2, §2).
 */
export const everestLiveSource: VariableSource = {
  name: EVEREST_SOURCE,
  set({ by }) {
    return Promise.resolve(
      isBoundByMutability(by)
        ? {
          kind: "refused",
          violation: { reasonCode: "ReadOnly", text: "another module of the station owns this variable" },
        }
        : { kind: "accepted" },
    );
  },
};
