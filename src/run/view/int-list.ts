/** A growable list of whole numbers in ascending order, such as the indexes of events of one sort. */
export class IntList {
  length = 0;
  #items = new Int32Array(8);

  /** The item at `position`, which must be below `length`. */
  at(position: number): number {
    return this.#items[position] as number;
  }

  /** Adds an item; it must not be less than the last one. */
  push(item: number): void {
    if (this.length === this.#items.length) {
      const larger = new Int32Array(this.length * 2);
      larger.set(this.#items);
      this.#items = larger;
    }
    this.#items[this.length++] = item;
  }

  /** Position of the last item that is at most `limit`, -1 when there is none. */
  lastAtMost(limit: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.at(middle) <= limit) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** The last item that is at most `limit`, -1 when there is none. */
  valueAtMost(limit: number): number {
    const position = this.lastAtMost(limit);
    return position < 0 ? -1 : this.at(position);
  }

  /** Takes out all items that are `limit` or more. */
  cut(limit: number): void {
    this.length = this.lastAtMost(limit - 1) + 1;
  }

  /** A copy as a typed array. */
  copy(): Int32Array {
    return this.#items.slice(0, this.length);
  }

  /** Keeps the items that pass, in their order. */
  retain(keep: (item: number) => boolean): void {
    let kept = 0;
    for (let i = 0; i < this.length; i++) {
      const item = this.at(i);
      if (keep(item)) this.#items[kept++] = item;
    }
    this.length = kept;
  }

  /** Becomes a copy of `items`. */
  reset(items: ArrayLike<number>): void {
    this.length = 0;
    for (let i = 0; i < items.length; i++) this.push(items[i] as number);
  }
}
