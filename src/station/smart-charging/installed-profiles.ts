import type { ChargingLimitSourceEnumType } from "../../ocpp/messages.ts";
import { type ChargingProfile, readChargingProfile } from "./charging-profile.ts";
import type { ChargingProfileStore } from "./charging-profile-store.ts";
import { groupByEvse, type ProfilesByEvse } from "./schedule-context.ts";

/** The source of profiles that the CSMS installs. */
const SOURCE: ChargingLimitSourceEnumType = "CSO";

/**
 * The charging profiles of the station: those of the CSMS, which are on disk, and the external constraints, which the bus
 * reports again after a restart. A profile counts only when it is on disk.
 */
export class InstalledProfiles {
  readonly #store: ChargingProfileStore;
  readonly #changed: () => void;
  readonly #ofCsms = new Map<number, ChargingProfile>();
  readonly #external = new Map<number, ChargingProfile>();
  readonly #ofStarts = new Map<number, ChargingProfile>();
  #grouped: ProfilesByEvse | undefined;

  /** `changed` is called after every change of what is installed. */
  constructor(store: ChargingProfileStore, changed: () => void) {
    this.#store = store;
    this.#changed = changed;
    for (const { evseId, source, profile } of store.all()) {
      this.#ofCsms.set(profile.id, readChargingProfile(evseId, source, profile));
    }
    for (const { remoteStartId, profile } of store.startProfiles()) {
      this.#ofStarts.set(remoteStartId, readChargingProfile(0, SOURCE, profile));
    }
  }

  all(): readonly ChargingProfile[] {
    return [...this.#ofCsms.values(), ...this.#external.values()];
  }

  /** How many the CSMS has installed. */
  get count(): number {
    return this.#ofCsms.size;
  }

  byEvse(): ProfilesByEvse {
    return this.#grouped ??= groupByEvse(this.all());
  }

  /** Replaces the profile with the same id. */
  async install(profile: ChargingProfile): Promise<void> {
    await this.#store.put(toStored(profile));
    this.#ofCsms.set(profile.id, profile);
    this.#touched();
  }

  async remove(ids: readonly number[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#store.remove(ids);
    for (const id of ids) this.#ofCsms.delete(id);
    this.#touched();
  }

  /** Replaces all external constraints. This is no change for the energy management, which they come from. */
  setExternal(profiles: readonly ChargingProfile[]): void {
    this.#external.clear();
    for (const profile of profiles) this.#external.set(profile.id, profile);
    this.#grouped = undefined;
  }

  /** Ids of the remote starts that brought a profile and have not become transactions yet, oldest first. */
  get startIds(): readonly number[] {
    return [...this.#ofStarts.keys()];
  }

  /** Stores the profile of a remote start until its transaction starts. */
  async storeForStart(remoteStartId: number, profile: ChargingProfile): Promise<void> {
    await this.#store.putStartProfile({ remoteStartId, profile: profile.wire });
    this.#ofStarts.delete(remoteStartId);
    this.#ofStarts.set(remoteStartId, profile);
  }

  async removeStarts(remoteStartIds: readonly number[]): Promise<void> {
    const known = remoteStartIds.filter((id) => this.#ofStarts.has(id));
    if (known.length === 0) return;
    await this.#store.removeStartProfiles(known);
    for (const id of known) this.#ofStarts.delete(id);
  }

  /** The transaction of the remote start has started: the profile is installed as its TxProfile (K05.FR.03). */
  async bindStart(remoteStartId: number, evseId: number, transactionId: string): Promise<void> {
    const waiting = this.#ofStarts.get(remoteStartId);
    if (waiting === undefined) return;
    const profile = readChargingProfile(evseId, SOURCE, { ...waiting.wire, transactionId });
    await this.#store.put(toStored(profile), remoteStartId);
    this.#ofStarts.delete(remoteStartId);
    this.#ofCsms.set(profile.id, profile);
    this.#touched();
  }

  #touched(): void {
    this.#grouped = undefined;
    this.#changed();
  }
}

function toStored({ evseId, source, wire }: ChargingProfile) {
  return { evseId, source, profile: wire };
}
