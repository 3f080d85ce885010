/**
 * A CSMS root that has replaced another, which is the fallback until the new one has verified the CSMS. PEM.
 */
export interface RootRenewal {
  readonly current: string;
  readonly fallback: string;
}

/** Keeps it over restarts. Implemented by `storage/root-renewal-repository`. */
export interface RootRenewalStore {
  load(): RootRenewal | undefined;
  /** Resolves when it is on disk; undefined removes it. */
  save(renewal: RootRenewal | undefined): Promise<void>;
}
