/** A CSMS root that has replaced another, which is kept until the new one has proved itself. PEM. */
export interface RootRenewal {
  readonly current: string;
  readonly fallback: string;
}

/** Remembers it over restarts. Implemented by `storage/root-renewal-repository`. */
export interface RootRenewalStore {
  load(): RootRenewal | undefined;
  /** Resolves when it is on disk; undefined: there is none any more. */
  save(renewal: RootRenewal | undefined): Promise<void>;
}
