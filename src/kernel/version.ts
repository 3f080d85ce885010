/** Of this software; goes into `--version` and the log. */
export const VERSION = "0.1.0";

/** build.sh puts the commit into the bundle in place of this text. */
const BUILT_FROM = "OCPP201_COMMIT_OF_THE_BUILD";

/** The commit that the program was built from; "unknown" when it runs from its sources. */
export const COMMIT = BUILT_FROM.startsWith("OCPP201_") ? "unknown" : BUILT_FROM;
