/** What the machine shows about the manager without asking the bus. Never rejects. */
export interface HostEvidence {
  /** Names of the files in the installation's `share/everest/migrations`; empty when there are none. */
  migrationFiles(prefix: string): Promise<readonly string[]>;
  /** Name of the process that started us, as the kernel knows it; undefined where no launcher has looked. */
  parentProcessName(): string | undefined;
}

export const hostEvidence: HostEvidence = {
  async migrationFiles(prefix) {
    const names: string[] = [];
    try {
      for await (const entry of Deno.readDir(`${prefix}/share/everest/migrations`)) names.push(entry.name);
    } catch {
      // No such installation on this machine, or not for us to read: no evidence.
      return [];
    }
    return names;
  },

  // The launcher reads it for us: the runtime opens no file of the kernel (see `refused-paths.ts`).
  parentProcessName() {
    try {
      return Deno.env.get("OCPP201_STARTED_BY");
    } catch {
      // The runtime refuses a value that is no UTF-8: it is not the name of the manager.
      return undefined;
    }
  },
};
