/**
 * How long we wait for an EVerest module where somebody waits for us: the CSMS for its answer, the start for its
 * facts. Modules answer in milliseconds; the framework's 300 s would outlast every caller.
 */
export const COMMAND_TIMEOUT_MS = 20_000;
