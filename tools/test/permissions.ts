import { C_LIBRARIES } from "../../src/host/c-library.ts";

/**
 * Every kind of permission, and yet not all: with `-A` the runtime opens files of the kernel and lets SQLite attach
 * databases, which it refuses to the shipped module. What fails there has to fail in the tests.
 */
export const TEST_PERMISSIONS: readonly string[] = [
  ...["--allow-net", "--allow-read", "--allow-write", "--allow-env", "--allow-run", "--allow-sys"],
  `--allow-ffi=${C_LIBRARIES}`,
];
