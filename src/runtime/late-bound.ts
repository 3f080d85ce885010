/** A part that is built later than those who will use it; using it earlier is a bug. */
export class LateBound<T extends object> {
  #value: T | undefined;

  bind(value: T): void {
    this.#value = value;
  }

  /** Undefined until bound, for those who can do without. */
  get ifBound(): T | undefined {
    return this.#value;
  }

  get value(): T {
    if (this.#value === undefined) throw new Error("used before it was built");
    return this.#value;
  }
}
