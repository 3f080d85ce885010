/**
 * How long we wait for an EVerest module while the CSMS or the start of the station waits for us. Modules
 * answer in milliseconds; every caller would give up before the framework's 300 s.
 */
export const COMMAND_TIMEOUT_MS = 20_000;

/** The security module answers from disk; an attempt to connect to the CSMS must not hang on it. */
export const SECURITY_TIMEOUT_MS = 10_000;
