import { pemCertificates } from "../../certificates/pem.ts";
import { type Clock, sleep } from "../../kernel/clock.ts";
import { reasonOf } from "../../kernel/reason-of.ts";
import type { ConnectionTarget } from "../connection-target.ts";
import { dialOptions } from "../connections.ts";
import type { LinkSettings } from "../link-settings.ts";
import { isAddress } from "../tls/host-name.ts";
import type { ConnectTls } from "../tls/connect.ts";
import type { Credentials, TlsMaterial } from "../tls-credentials.ts";
import type { ProfileProblem } from "../network-profiles.ts";
import { usableTargets } from "../usable-targets.ts";
import { dialTarget } from "../websocket/dial-target.ts";
import { type Connected, connectTcp, type Target } from "../websocket/tcp.ts";
import { closeQuietly } from "../websocket/transport.ts";
import { certificateFact, rootsFact } from "./certificate-fact.ts";
import type { DialTurns } from "./dial-turns.ts";
import {
  type ExaminedConnection,
  type ExaminedStep,
  type ExaminedStepName,
  failed,
  notTried,
  passed,
} from "./examined-step.ts";
import { type Presented, stepsOfRunningConnection, upgradeSteps } from "./upgrade-steps.ts";

/** Longest time for one step; a step that takes longer has failed. */
export const STEP_LIMIT_MS = 10_000;
const STEP_TIMER = "csms.examination-step";
const NORMAL_CLOSURE = 1000;

export interface ExaminationDeps {
  readonly settings: LinkSettings;
  readonly credentials: Pick<Credentials, "tlsMaterial">;
  readonly turns: Pick<DialTurns, "visit">;
  /** TLS as the station's connections use it. */
  readonly secure: ConnectTls;
  /** The addresses of a host name; rejects when it has none. */
  resolveName(hostname: string): Promise<readonly string[]>;
  /** The slot to which the station is connected; undefined: to none. */
  connectedSlot(): number | undefined;
  readonly clock: Clock;
}

/**
 * Tries every step of a connection by itself, and goes on where it can. Never disturbs the station: a connection of the
 * same identity is opened only while the station has none, and it ends before BootNotification.
 *
 * @param slot the configuration slot; otherwise the connected one, or the first of the priority list
 */
export async function examineConnection(deps: ExaminationDeps, slot?: number): Promise<ExaminedConnection> {
  const { targets, fallback, problems } = usableTargets(deps.settings);
  const wanted = slot ?? deps.connectedSlot() ?? targets.keys().next().value ?? fallback?.profile.slot;
  const target = [...targets.values(), ...(fallback ? [fallback] : [])]
    .find(({ profile }) => profile.slot === wanted);
  if (target === undefined) return { steps: [withoutTarget(wanted, problems)] };
  const { profile, url } = target;
  const others = problems.map((problem) => `slot ${problem.slot} cannot be used: ${problem.reason}`);
  const fact = [`slot ${profile.slot}, security profile ${profile.securityProfile}`, ...others].join("; ");
  return {
    target: { slot: profile.slot, url: url.href, securityProfile: profile.securityProfile },
    steps: [passed("profile", fact), ...await examineTarget(target, deps)],
  };
}

function withoutTarget(
  wanted: number | undefined,
  problems: readonly ProfileProblem[],
): ExaminedStep {
  const own = problems.filter(({ slot }) => wanted === undefined || slot === wanted);
  if (own.length === 0 && wanted === undefined) return failed("profile", { kind: "noUsableProfile" });
  const reason = own.map((problem) => `slot ${problem.slot}: ${problem.reason}`).join("; ") ||
    `slot ${wanted} is not configured`;
  const isEmpty = own.every(({ fault }) => fault === "notConfigured");
  return failed("profile", { kind: isEmpty ? "notConfigured" : "unusableProfile", reason });
}

async function examineTarget(target: ConnectionTarget, deps: ExaminationDeps): Promise<ExaminedStep[]> {
  const { profile, url } = target;
  const needsTls = profile.securityProfile >= 2;
  const material = needsTls
    ? await deps.credentials.tlsMaterial(profile.securityProfile === 3 ? 3 : 2, "newest")
    : undefined;
  const host = dialTarget(url);
  const steps: ExaminedStep[] = [];
  const usable = material !== undefined && "kind" in material ? undefined : material;
  if (material !== undefined) steps.push(await credentialsStep(target, material, deps));
  steps.push(await nameStep(host, deps));
  if (isStuck(steps)) return [...steps, ...untried(["tcp"], "the name has no address"), ...rest(needsTls)];
  steps.push(await tcpStep(host, deps));
  if (isStuck(steps)) return [...steps, ...rest(needsTls)];
  if (needsTls) steps.push(await tlsStep(target, host, usable, deps));
  if (isStuck(steps) || (needsTls && usable === undefined)) return [...steps, ...rest(false)];
  return [...steps, ...await upgradedSteps(target, usable, deps)];
}

function isStuck(steps: readonly ExaminedStep[]): boolean {
  return steps.at(-1)?.outcome.kind === "failed";
}

function rest(withTls: boolean): readonly ExaminedStep[] {
  const names: readonly ExaminedStepName[] = ["upgrade", "password", "subprotocol"];
  return untried(withTls ? ["tls", ...names] : names, "no connection to try it on");
}

function untried(names: readonly ExaminedStepName[], reason: string): readonly ExaminedStep[] {
  return names.map((name) => notTried(name, reason));
}

async function credentialsStep(
  { profile }: ConnectionTarget,
  material: TlsMaterial,
  { clock }: ExaminationDeps,
): Promise<ExaminedStep> {
  if ("kind" in material) {
    return failed("credentials", { kind: "credentialsUnavailable", reason: material.reason });
  }
  const roots = await rootsFact(material.caCerts.flatMap(pemCertificates), clock.wallMs());
  if (profile.securityProfile !== 3) return passed("credentials", roots);
  const own = material.clientCertificate && await certificateFact(material.clientCertificate.certChain);
  return own === undefined
    ? failed("credentials", { kind: "credentialsUnavailable", reason: "no charging station certificate" })
    : passed("credentials", `${roots}; shows ${own}`);
}

async function nameStep({ hostname }: Target, deps: ExaminationDeps): Promise<ExaminedStep> {
  if (isAddress(hostname)) return notTried("dns", `${hostname} is an address`);
  const { result, tookMs } = await timed(deps.clock, async () => {
    try {
      return { addresses: await deps.resolveName(hostname) };
    } catch (error) {
      return { reason: reasonOf(error) };
    }
  });
  if (result === "late") return failed("dns", { kind: "timeout" }, tookMs);
  return "addresses" in result
    ? passed("dns", `${hostname} is ${result.addresses.join(", ")}`, tookMs)
    : failed("dns", { kind: "unresolved", reason: result.reason }, tookMs);
}

async function tcpStep(host: Target, { clock }: ExaminationDeps): Promise<ExaminedStep> {
  const { result, tookMs } = await timed(clock, (signal) => connectTcp(host, signal));
  if (result === "late") return failed("tcp", { kind: "timeout" }, tookMs);
  if (result.kind === "failed") return failed("tcp", result.failure, tookMs);
  closeQuietly(result.transport);
  return passed("tcp", `port ${host.port} of ${host.hostname} is open`, tookMs);
}

async function tlsStep(
  target: ConnectionTarget,
  host: Target,
  material: Exclude<TlsMaterial, { kind: "unavailable" }> | undefined,
  { settings, secure, clock }: ExaminationDeps,
): Promise<ExaminedStep> {
  const options = dialOptions(target, material, settings).tls ?? { caCerts: [] };
  const { result, tookMs } = await timed<Connected>(clock, (signal) => secure(host, options, signal));
  if (result === "late") return failed("tls", { kind: "timeout" }, tookMs);
  if (result.kind === "failed") return failed("tls", result.failure, tookMs);
  const shown = result.certificate?.();
  closeQuietly(result.transport);
  return passed("tls", shown && await certificateFact(shown) || "the certificate is trusted", tookMs);
}

async function upgradedSteps(
  target: ConnectionTarget,
  material: Exclude<TlsMaterial, { kind: "unavailable" }> | undefined,
  { settings, turns, connectedSlot, clock }: ExaminationDeps,
): Promise<readonly ExaminedStep[]> {
  const presented: Presented = target.basicAuth === undefined ? "noPassword" : "password";
  if (connectedSlot() === target.profile.slot) return stepsOfRunningConnection(presented);
  const startMs = clock.monotonicMs();
  let steps: readonly ExaminedStep[] = [];
  const options = { ...dialOptions(target, material, settings), timeoutMs: STEP_LIMIT_MS, pingIntervalMs: 0 };
  const turn = await turns.visit(options, async (result) => {
    const tookMs = Math.round(clock.monotonicMs() - startMs);
    if (result.kind === "failed") return void (steps = upgradeSteps(result.failure, presented, tookMs));
    const { socket } = result;
    await socket.close(NORMAL_CLOSURE, "diagnosis");
    steps = upgradeSteps({ kind: "open", subprotocol: socket.subprotocol }, presented, tookMs);
  });
  if (turn === "done") return steps;
  return connectedSlot() === target.profile.slot ? stepsOfRunningConnection(presented) : untried(
    ["upgrade", "password", "subprotocol"],
    "the station is connected to another slot, and a second connection could end that",
  );
}

/** Gives up on a step after its limit; what it opens later is its own to close, by the signal. */
async function timed<T>(
  clock: Clock,
  step: (signal: AbortSignal) => Promise<T>,
): Promise<{ readonly result: T | "late"; readonly tookMs: number }> {
  const startMs = clock.monotonicMs();
  const late = new AbortController();
  const done = new AbortController();
  const limit = sleep(clock, STEP_TIMER, STEP_LIMIT_MS, done.signal).then(() => "late" as const);
  const result = await Promise.race([step(late.signal), limit]);
  if (result === "late") late.abort();
  done.abort();
  return { result, tookMs: Math.round(clock.monotonicMs() - startMs) };
}
