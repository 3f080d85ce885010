import type { Workbench } from "../fakes/process/workbench.ts";
import { kernelFile } from "../fakes/kernel-file.ts";

export interface Death {
  /** What the killer was waiting for. */
  readonly cause: string;
  readonly livedMs: number;
}

/** The lives of the module one after the other. Whether it runs is known without asking the process. */
export class Lives {
  readonly deaths: Death[] = [];
  /** From the start of the process to BootNotification at the CSMS; only of lives that came so far. */
  readonly bootMs: number[] = [];
  /** Ends that nobody wanted. */
  readonly violations: string[] = [];
  /** Resident memory in KiB, sampled late in a life. */
  readonly residentKib: number[] = [];
  #number = 0;
  #bornMs = 0;
  #pid = 0;
  #booted = false;
  #alive = false;
  #died = Promise.withResolvers<void>();

  constructor(private readonly bench: Workbench) {}

  /** The number of the current life, from 1; undefined between two. */
  get current(): number | undefined {
    return this.#alive ? this.#number : undefined;
  }

  /** BootNotification of the current life is at the CSMS. */
  get isBooted(): boolean {
    return this.#booted;
  }

  /** Resolves when the current life is over. */
  get died(): Promise<void> {
    return this.#died.promise;
  }

  async start(): Promise<void> {
    this.#bornMs = performance.now();
    this.#booted = false;
    this.#died = Promise.withResolvers<void>();
    const process = await this.bench.start();
    this.#alive = true;
    this.#pid = process.pid;
    const life = ++this.#number;
    void process.ended.then(({ code, signal }) => {
      if (this.current === life) this.violations.push(`life ${life} ended by itself: ${signal ?? code}`);
    });
  }

  /** BootNotification is at the CSMS. */
  booted(): void {
    if (this.#booted || !this.#alive) return;
    this.#booted = true;
    this.bootMs.push(performance.now() - this.#bornMs);
  }

  /** kill -9, before anything else can happen; resolves when the process is gone. */
  async kill(cause: string): Promise<void> {
    if (!this.#alive) return;
    const killed = this.bench.kill();
    this.#over();
    this.deaths.push({ cause, livedMs: performance.now() - this.#bornMs });
    await killed;
  }

  /** SIGTERM; resolves with the exit status. */
  async terminate(): Promise<number> {
    this.#over();
    return (await this.bench.terminate()).code;
  }

  /** Notes how much memory the process holds now. */
  measure(): void {
    if (!this.#alive) return;
    const kib = /^VmRSS:\s+(\d+) kB$/m.exec(kernelFile(`/proc/${this.#pid}/status`))?.[1];
    if (kib !== undefined) this.residentKib.push(Number(kib));
  }

  #over(): void {
    this.#alive = false;
    this.#died.resolve();
  }
}
