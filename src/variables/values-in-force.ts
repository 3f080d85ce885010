import type { SetBy } from "./device-model.ts";
import type { AttributeSlot } from "./variable-index.ts";

/** A value with who set it. */
interface SetValue {
  readonly value: string | undefined;
  readonly setBy: SetBy | undefined;
}

/** What is known of an attribute while values of it are on their way to the disk. */
interface Pending {
  /** What counts when none of the waiting values can be stored. */
  stored: SetValue;
  /** In the order in which they were put in force. */
  readonly waiting: SetValue[];
}

/** A value that counts already, and that the disk has still to take. */
export interface ProvisionalValue {
  /** The disk has it. Returns the value that it replaces there. */
  stored(): string | undefined;
  /** The disk refused it: what was stored last counts again, unless a newer value waits. */
  refused(): void;
}

/**
 * Values that count before they are stored, so that later entries of a request are judged against them. Sets of one
 * attribute may overlap, and each may fail by itself.
 */
export class ValuesInForce {
  readonly #pending = new Map<AttributeSlot, Pending>();

  put(attribute: AttributeSlot, value: string, setBy: SetBy): ProvisionalValue {
    const pending = this.#pendingOf(attribute);
    const entry: SetValue = { value, setBy };
    pending.waiting.push(entry);
    assign(attribute, entry);
    return {
      stored: () => this.#stored(attribute, pending, entry),
      refused: () => this.#refused(attribute, pending, entry),
    };
  }

  #pendingOf(attribute: AttributeSlot): Pending {
    const known = this.#pending.get(attribute);
    if (known !== undefined) return known;
    const { value, setBy } = attribute;
    const pending: Pending = { stored: { value, setBy }, waiting: [] };
    this.#pending.set(attribute, pending);
    return pending;
  }

  #stored(attribute: AttributeSlot, pending: Pending, entry: SetValue): string | undefined {
    const before = pending.stored.value;
    const position = pending.waiting.indexOf(entry);
    // A newer value may have reached the disk first.
    if (position < 0) return before;
    pending.waiting.splice(0, position + 1);
    pending.stored = entry;
    this.#settled(attribute, pending);
    return before;
  }

  #refused(attribute: AttributeSlot, pending: Pending, entry: SetValue): void {
    const position = pending.waiting.indexOf(entry);
    if (position < 0) return;
    pending.waiting.splice(position, 1);
    // A value that came meanwhile from elsewhere, e.g. from the hardware, stays.
    const counts = attribute.value === entry.value && attribute.setBy === entry.setBy;
    if (counts) assign(attribute, pending.waiting.at(-1) ?? pending.stored);
    this.#settled(attribute, pending);
  }

  #settled(attribute: AttributeSlot, { waiting }: Pending): void {
    if (waiting.length === 0) this.#pending.delete(attribute);
  }
}

function assign(attribute: AttributeSlot, { value, setBy }: SetValue): void {
  attribute.value = value;
  attribute.setBy = setBy;
}
