import { clockDifference, type ClockFacts, isSetByCsms } from "./clock-facts.ts";
import { durationText } from "./durations.ts";

/** The answer to `doctor`: what the station knows of its clock, its disk and its bus. Times are Unix milliseconds. */
export interface DoctorAnswer {
  readonly clock: ClockFacts;
  readonly disk: DiskFacts;
  readonly bus: BusFacts;
}

export interface DiskFacts {
  readonly directory: string;
  readonly storage: "healthy" | { readonly stuck: string };
  /** Changes that the disk has refused, and that memory has in its place. */
  readonly inMemory: number;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
}

export interface BusFacts {
  readonly moduleId: string;
  /** The release of EVerest whose messages the bus carries. */
  readonly release: string;
  readonly evses: number;
}

/** One line of a diagnosis. */
export interface DoctorFinding {
  readonly name: string;
  readonly verdict: "passed" | "failed" | "notTried";
  readonly text: string;
  /** Why it has probably failed. */
  readonly cause?: string;
  /** What to do about it. */
  readonly remedy?: string;
}

export function clockFindings(clock: ClockFacts): readonly DoctorFinding[] {
  const { nowMs, timeSource, csmsTime } = clock;
  const own: readonly DoctorFinding[] = [
    { name: "clock", verdict: "passed", text: new Date(nowMs).toISOString() },
    { name: "time source", verdict: "passed", text: timeSource },
  ];
  const name = "CSMS";
  if (csmsTime === undefined) {
    const text = "no message of the CSMS since the start had its time";
    return [...own, { name, verdict: "notTried", text }];
  }
  const said = `the time that the CSMS gave ${durationText(csmsTime.ageMs)} ago`;
  const difference = clockDifference(clock);
  return difference === undefined
    ? [...own, { name, verdict: "passed", text: `the clock agrees with ${said}` }]
    : [...own, {
      ...{ name, verdict: "failed", text: `the clock is ${difference} that of the CSMS, by ${said}` },
      ...clockExplanation(clock),
    }];
}

function clockExplanation(clock: ClockFacts): { readonly cause: string; readonly remedy: string } {
  return isSetByCsms(clock)
    ? {
      cause: "the system does not set its clock to the time of the CSMS, or another program sets it back",
      remedy:
        "the module log says whether the system refused (event=clock.time-refused) or accepted and did " +
        "nothing (event=clock.not-changed): look at EVerest's System module and its rights, then timedatectl",
    }
    : {
      cause: `the time source ${clock.timeSource} does not set the clock, or the CSMS is wrong`,
      remedy:
        "timedatectl shows whether NTP works; ClockCtrlr.TimeSource Heartbeat takes the time of the CSMS",
    };
}

export function diskFindings({ directory, storage, inMemory, files }: DiskFacts): readonly DoctorFinding[] {
  const sizes = files.map(({ path, bytes }): DoctorFinding => ({
    name: path.slice(path.lastIndexOf("/") + 1),
    verdict: "passed",
    text: `${sizeText(bytes)}, ${path}`,
  }));
  return [databaseFinding({ directory, storage, inMemory }), ...sizes];
}

function databaseFinding({ directory, storage, inMemory }: Omit<DiskFacts, "files">): DoctorFinding {
  const name = "writes";
  if (inMemory > 0) {
    return {
      ...{ name, verdict: "failed", text: `the disk refuses: memory has ${inMemory} changes in its place` },
      cause: "the disk is full",
      remedy:
        `free space: df ${directory}. Do not restart before: memory is then lost, the station stores by itself`,
    };
  }
  return storage === "healthy" ? { name, verdict: "passed", text: "the last ones reached the disk" } : {
    ...{ name, verdict: "failed", text: storage.stuck },
    cause: "the file system is read-only or damaged, or the rights have changed",
    remedy: `dmesg, mount and ls -l ${directory} show which`,
  };
}

export function busFindings({ moduleId, release, evses }: BusFacts): readonly DoctorFinding[] {
  const evsesText = `${evses} ready`;
  return [
    {
      name: "broker",
      verdict: "passed",
      text: `connected as ${moduleId}; without it the module would have ended`,
    },
    { name: "EVerest", verdict: "passed", text: `speaks like release ${release}` },
    { name: "EVSEs", verdict: "passed", text: evsesText },
  ];
}

/** The module runs but waits: what is known of the bus then. */
export function startingFindings(phase: string, forMs: number): readonly DoctorFinding[] {
  return [
    { name: "broker", verdict: "passed", text: "connected" },
    {
      ...{ name: "EVerest", verdict: "failed", text: `${phase} for ${durationText(forMs)}` },
      cause: "the manager or another module has not finished its start",
      remedy: "look at the manager's log for the module that is missing",
    },
  ];
}

function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
