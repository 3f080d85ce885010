import { assertNever } from "../kernel/assert-never.ts";
import type { MessagePair, PairOutcome } from "./message-pairs.ts";
import { html, type Markup, NOTHING } from "./markup.ts";
import { clockTime } from "./times.ts";

/** Messages with their answers, newest first. The texts are fetched when a row opens. */
export function trafficView(pairs: readonly MessagePair[]): Markup {
  if (pairs.length === 0) return html`<p class="quiet">No message has crossed the socket yet.</p>`;
  return html`<ol class="rows pairs">${[...pairs].reverse().map(row)}</ol>`;
}

/** Choices of the filter: every transaction that the messages name, newest first. */
export function transactionsView(pairs: readonly MessagePair[]): Markup {
  const ids = new Set([...pairs].reverse().flatMap(({ transactionId }) => transactionId ?? []));
  return html`<option value="">All transactions</option>${
    [...ids].map((id) => html`<option value="${id}">${id}</option>`)
  }`;
}

function row(pair: MessagePair): Markup {
  const { number, atMs, asker, action = "Unknown message", transactionId, outcome } = pair;
  const { text, mood } = described(outcome);
  const refused = outcome.kind === "refused" ? "yes" : "no";
  const from = asker === "station" ? "from the station" : "from the CSMS";
  return html`
    <li id="pair-${number}" data-transaction="${transactionId ?? ""}" data-refused="${refused}">
      <details data-pair="${number}">
        <summary>${clockTime(atMs)}
    <span class="arrow ${asker}"><span class="unseen">${from}</span><span aria-hidden="true">${asker ===
        "station"
      ? "↑"
      : "↓"}</span></span>
    <strong>${action}</strong>${transactionId === undefined
      ? NOTHING
      : html`<code>${shortened(transactionId)}</code>`}<span class="badge ${mood}">${text}</span></summary>
        <div class="texts"></div>
      </details>
    </li>
  `;
}

const SHOWN_ID = 8;

function shortened(transactionId: string): string {
  return transactionId.length > SHOWN_ID ? `${transactionId.slice(0, SHOWN_ID)}…` : transactionId;
}

function described(outcome: PairOutcome): { readonly text: string; readonly mood: string } {
  switch (outcome.kind) {
    case "waiting":
      return { text: "no answer yet", mood: "busy" };
    case "stray":
      return { text: "no question to it", mood: "busy" };
    case "refused": {
      const { status, code, tookMs } = outcome;
      return { text: `${status}${code === undefined ? "" : ` ${code}`}, ${tookMs} ms`, mood: "bad" };
    }
    case "answered": {
      const { status, tookMs } = outcome;
      return { text: `${status === undefined ? "" : `${status}, `}${tookMs} ms`, mood: "plain" };
    }
    default:
      return assertNever(outcome);
  }
}
