/** Aborted by ctrl-C and SIGTERM, which from now on do not end the process: it has files to remove. */
export function interruption(): AbortSignal {
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => interrupted.abort());
  }
  return interrupted.signal;
}

/** Acts on the interruption, also on one that has been. */
export function onInterruption(interrupted: AbortSignal, act: () => void): void {
  if (interrupted.aborted) act();
  else interrupted.addEventListener("abort", act);
}
