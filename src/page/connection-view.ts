import { assertNever } from "../kernel/assert-never.ts";
import type { LinkState } from "../csms/link-state.ts";
import { durationText } from "../inspection/durations.ts";
import type { LinkAnswer } from "../inspection/link.ts";
import { html, type Markup, NOTHING } from "./markup.ts";
import { clockTime } from "./times.ts";

/** States that are shown at once; the others open on demand. */
const SHOWN = 8;

/** The time line of the connection, newest first. */
export function connectionView({ history, nowMs }: LinkAnswer): Markup {
  const rows = stretchesOf(history, nowMs).map(row).reverse();
  const earlier = rows.slice(SHOWN);
  return html`<ol class="timeline">${rows.slice(0, SHOWN)}</ol>${
    earlier.length === 0 ? NOTHING : html`
      <details id="earlier-connections">
        <summary>Earlier (${earlier.length})</summary>
        <ol class="timeline">${earlier}</ol>
      </details>
    `
  }`;
}

/** A state, or several attempts in a row that ended for the same reason. */
interface Stretch {
  readonly state: LinkState;
  readonly untilMs: number;
  readonly attempts: number;
}

function stretchesOf(history: readonly LinkState[], nowMs: number): readonly Stretch[] {
  const stretches: Stretch[] = [];
  history.forEach((state, index) => {
    const untilMs = history[index + 1]?.sinceMs ?? nowMs;
    const before = stretches.at(-1);
    const isRepetition = before?.state.kind === "waiting" && state.kind === "waiting" &&
      before.state.reason === state.reason;
    if (isRepetition) stretches[stretches.length - 1] = { ...before, untilMs, attempts: before.attempts + 1 };
    else stretches.push({ state, untilMs, attempts: 1 });
  });
  return stretches;
}

function row({ state, untilMs, attempts }: Stretch): Markup {
  const { title, reason, mood } = described(state);
  const times = attempts === 1 ? "" : `, ${attempts} attempts`;
  return html`
    <li><span class="dot ${mood}" aria-hidden="true"></span><div><strong>${title}</strong>${reason ===
        undefined
      ? NOTHING
      : html`<br><span>${reason}</span>`}<br><span class="quiet">${clockTime(
        state.sinceMs,
      )}, for ${durationText(untilMs - state.sinceMs)}${times}</span></div></li>
  `;
}

function described(
  state: LinkState,
): { readonly title: string; readonly reason?: string; readonly mood: string } {
  switch (state.kind) {
    case "stopped":
      return { title: "Stopped", mood: "off" };
    case "connecting":
      return { title: "Connecting", mood: "busy" };
    case "waiting":
      return { title: "Not connected", reason: state.reason, mood: "bad" };
    case "online": {
      const { url, slot, securityProfile } = state;
      return {
        title: "Connected",
        reason: `${url}, slot ${slot}, security profile ${securityProfile}`,
        mood: "good",
      };
    }
    default:
      return assertNever(state);
  }
}
