import { pause } from "../fakes/pause.ts";

export interface Memory {
  readonly totalMegabytes: number;
  /** Heap, stacks and what else belongs to the process alone. */
  readonly anonymousMegabytes: number;
  /** Pages of the executable and of libraries; other Deno processes share them. */
  readonly fileBackedMegabytes: number;
}

/** Resident memory of a process. */
export async function memoryOf(pid: number): Promise<Memory> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  const megabytes = (name: string) => {
    const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1];
    if (kibibytes === undefined) throw new Error(`/proc/${pid}/status does not tell ${name}`);
    return Number(kibibytes) / 1024;
  };
  return {
    totalMegabytes: megabytes("VmRSS"),
    anonymousMegabytes: megabytes("RssAnon"),
    fileBackedMegabytes: megabytes("RssFile"),
  };
}

/** Linux tells processor time in hundredths of a second (USER_HZ). */
const SECONDS_PER_TICK = 0.01;

/** Processor time that all threads of a process have used, user and system together. */
export async function cpuSecondsOf(pid: number): Promise<number> {
  const stat = await Deno.readTextFile(`/proc/${pid}/stat`);
  // The second field, the name in brackets, may contain blanks; the fields after it are numbered from 3.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [utime, stime] = [fields[14 - 3], fields[15 - 3]];
  return (Number(utime) + Number(stime)) * SECONDS_PER_TICK;
}

/** Share of one core, in per cent, that a process uses during `seconds` from now. */
export async function cpuPercentOf(pid: number, seconds: number): Promise<number> {
  const [from, fromMs] = [await cpuSecondsOf(pid), performance.now()];
  await pause(seconds * 1000);
  return 100_000 * (await cpuSecondsOf(pid) - from) / (performance.now() - fromMs);
}
