import { durationText } from "../inspection/durations.ts";
import { type QueueAnswer, type QueuedMessage, waitingReason } from "../inspection/queue.ts";
import { html, type Markup, NOTHING } from "./markup.ts";

const SHOWN = 20;

/** What waits for the CSMS, oldest first. */
export function queueView(queue: QueueAnswer): Markup {
  const { messages, total } = queue;
  if (total === 0) return html`<p class="quiet">Nothing waits for the CSMS.</p>`;
  const more = total - Math.min(SHOWN, messages.length);
  return html`<ol class="rows">${messages.slice(0, SHOWN).map((message) => row(message, queue))}</ol>${
    more > 0 ? html`<p class="quiet">and ${more} more</p>` : NOTHING
  }`;
}

function row(message: QueuedMessage, { nowMs, csms }: QueueAnswer): Markup {
  const { id, action, occurredMs, transactionId } = message;
  return html`
    <li
      id="queued-${id}"><div class="line"><strong>${action}</strong><span>${durationText(
        nowMs - occurredMs,
      )}</span></div><span class="quiet">${waitingReason(message, {
        csms,
        nowMs,
      })}${transactionId === undefined
        ? NOTHING
        : html`, transaction <code>${transactionId}</code>`}</span></li>
  `;
}
