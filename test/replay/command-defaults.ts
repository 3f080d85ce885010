/**
 * What is answered to commands that the recorded module never sent, or not then: what EVerest's security module says
 * that has no certificate.
 */
export const COMMAND_DEFAULTS = {
  get_installed_certificates: { status: "NotFound", certificate_hash_data_chain: [] },
  get_leaf_certificate_info: { status: "NotFound" },
  is_ca_certificate_installed: false,
  /** Asked when a transaction is not known: the recorded EVSEs have no lock. */
  force_unlock: false,
} as const;
