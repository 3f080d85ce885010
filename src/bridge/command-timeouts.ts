/**
 * How long we wait for an EVerest module where somebody waits for us: the CSMS for its answer, the start for its
 * facts. Modules answer in milliseconds; the framework's 300 s would outlast every caller.
 */
export const COMMAND_TIMEOUT_MS = 20_000;

/** The security module answers from disk; an attempt to connect to the CSMS must not hang on it. */
export const SECURITY_TIMEOUT_MS = 10_000;
