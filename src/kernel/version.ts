/** Of this software; goes into `--version` and the log. */
export const VERSION = "0.1.0";
