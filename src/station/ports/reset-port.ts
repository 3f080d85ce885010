/** The cause of a reset; EVerest reports it as the reason of the next boot. */
export type ResetCause =
  /** Requested by the CSMS and carried out at once. */
  | "asked"
  /** Requested by the CSMS, after waiting for transactions to end. */
  | "scheduled";

/** Restarts the controller. Nothing rejects: a failed or late answer counts as `false`. */
export interface ResetPort {
  isResetAllowed(): Promise<boolean>;
  /** True when the system will restart, which ends this process. */
  reset(cause: ResetCause): Promise<boolean>;
}
