import type { ChargingLimitSourceEnumType } from "../../ocpp/messages.ts";
import { type ChargingProfile, readChargingProfile } from "./charging-profile.ts";
import type { ChargingProfileStore } from "./charging-profile-store.ts";
import { groupByEvse, type ProfilesByEvse } from "./schedule-context.ts";
import { asTxProfile, type StartedTransaction, type WaitingProfile } from "./waiting-profile.ts";

/** The source of profiles that the CSMS installs. */
const SOURCE: ChargingLimitSourceEnumType = "CSO";

/**
 * The charging profiles of the station: those of the CSMS, which are on disk, and the external constraints, which the bus
 * reports again after a restart. A profile counts only when it is on disk. Installed profiles of the CSMS and those that
 * wait for their remote start share one series of ids: of two with one id the one that came later stays.
 */
export class InstalledProfiles {
  readonly #store: ChargingProfileStore;
  readonly #changed: () => void;
  readonly #ofCsms = new Map<number, ChargingProfile>();
  readonly #external = new Map<number, ChargingProfile>();
  /** By remoteStartId, oldest first. */
  readonly #waiting = new Map<number, WaitingProfile>();
  #grouped: ProfilesByEvse | undefined;

  /** `changed` is called after every change of what is installed. */
  constructor(store: ChargingProfileStore, changed: () => void) {
    this.#store = store;
    this.#changed = changed;
    for (const { evseId, source, profile } of store.all()) {
      this.#ofCsms.set(profile.id, readChargingProfile(evseId, source, profile));
    }
    for (const { profile, ...start } of store.startProfiles()) {
      const read = readChargingProfile(start.evseId ?? 0, SOURCE, profile);
      this.#waiting.set(start.remoteStartId, { ...start, profile: read });
    }
  }

  /** Those that count now. */
  all(): readonly ChargingProfile[] {
    return [...this.#ofCsms.values(), ...this.#external.values()];
  }

  /** Those that wait for the transaction of their remote start, oldest first. */
  get waiting(): readonly WaitingProfile[] {
    return [...this.#waiting.values()];
  }

  /** How many the CSMS has installed. */
  get count(): number {
    return this.#ofCsms.size;
  }

  byEvse(): ProfilesByEvse {
    return this.#grouped ??= groupByEvse(this.all());
  }

  /** Replaces the profile with the same id, installed or waiting, and the `displaced` ones. */
  install(profile: ChargingProfile, displaced: readonly number[]): Promise<void> {
    return this.#put(profile, this.#startsWith(profile.id), displaced);
  }

  /** Removes installed profiles, and those that wait for these starts. */
  async remove(ids: readonly number[], remoteStartIds: readonly number[]): Promise<void> {
    const overStarts = remoteStartIds.filter((id) => this.#waiting.has(id));
    if (ids.length === 0 && overStarts.length === 0) return;
    await this.#store.remove(ids, overStarts);
    for (const id of overStarts) this.#waiting.delete(id);
    if (ids.length === 0) return;
    for (const id of ids) this.#ofCsms.delete(id);
    this.#touched();
  }

  /** Removes those that wait for these starts. */
  removeStarts(remoteStartIds: readonly number[]): Promise<void> {
    return this.remove([], remoteStartIds);
  }

  /** Replaces all external constraints. This is no change for the energy management, which they come from. */
  setExternal(profiles: readonly ChargingProfile[]): void {
    this.#external.clear();
    for (const profile of profiles) this.#external.set(profile.id, profile);
    this.#grouped = undefined;
  }

  /** Stores the profile of a remote start until its transaction starts; it replaces one with its id that waits. */
  async keepForStart(start: WaitingProfile): Promise<void> {
    const { profile, ...which } = start;
    const overStarts = this.#startsWith(profile.id);
    await this.#store.putStartProfile({ ...which, profile: profile.wire }, overStarts);
    for (const id of [...overStarts, start.remoteStartId]) this.#waiting.delete(id);
    this.#waiting.set(start.remoteStartId, start);
  }

  /** The transaction of the remote start has started: the profile is installed as its TxProfile (K05.FR.03). */
  bind(
    start: WaitingProfile,
    transaction: StartedTransaction,
    displaced: readonly number[],
  ): Promise<void> {
    return this.#put(asTxProfile(start, transaction), [start.remoteStartId], displaced);
  }

  async #put(
    profile: ChargingProfile,
    overStarts: readonly number[],
    displaced: readonly number[],
  ): Promise<void> {
    await this.#store.put(toStored(profile), overStarts, displaced);
    for (const id of overStarts) this.#waiting.delete(id);
    for (const id of displaced) this.#ofCsms.delete(id);
    this.#ofCsms.set(profile.id, profile);
    this.#touched();
  }

  #startsWith(profileId: number): readonly number[] {
    return this.waiting.filter(({ profile: { id } }) => id === profileId)
      .map(({ remoteStartId }) => remoteStartId);
  }

  #touched(): void {
    this.#grouped = undefined;
    this.#changed();
  }
}

function toStored({ evseId, source, wire }: ChargingProfile) {
  return { evseId, source, profile: wire };
}
