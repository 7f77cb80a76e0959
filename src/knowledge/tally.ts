/** Counted features: ids in the order in which they first came, and the sum of each. */
export interface Block {
  readonly ids: Uint32Array;
  readonly counts: Float32Array;
}

/** Adds up weights by id, for one text after another: a map for each text took most of the time. */
export class Tally {
  #sums = new Float64Array(1024);
  #touched = new Uint32Array(256);
  #count = 0;

  /** @param weight above 0 */
  add(id: number, weight: number): void {
    if (id >= this.#sums.length) this.#sums = grown(this.#sums, new Float64Array(2 * id));
    if (this.#sums[id] === 0) {
      if (this.#count === this.#touched.length)
        this.#touched = grown(this.#touched, new Uint32Array(2 * this.#count));
      this.#touched[this.#count++] = id;
    }
    this.#sums[id] = (this.#sums[id] ?? 0) + weight;
  }

  /** What was added since the last `take`. */
  take(room: Room): Block {
    const block = { ids: room.ids(this.#count), counts: room.values(this.#count) };
    for (let i = 0; i < this.#count; i++) {
      const id = this.#touched[i] ?? 0;
      block.ids[i] = id;
      block.counts[i] = this.#sums[id] ?? 0;
      this.#sums[id] = 0;
    }
    this.#count = 0;
    return block;
  }
}

function grown<T extends Float64Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** Where small arrays are put. */
export interface Room {
  ids(length: number): Uint32Array;
  values(length: number): Float32Array;
}

/** For an array or two. */
export const ownRoom: Room = {
  ids: (length) => new Uint32Array(length),
  values: (length) => new Float32Array(length),
};

const shareBytes = 1024 * 1024;

/**
 * For the arrays of a whole folder, in a few large buffers: one of its own for each costs more time than what
 * is put in, and hundreds of thousands leave the process's memory so riddled that it is not given back.
 */
export class SharedRoom implements Room {
  #buffer = new ArrayBuffer(0);
  #used = 0;

  ids(length: number): Uint32Array {
    const at = this.#take(length * 4);
    return new Uint32Array(this.#buffer, at, length);
  }

  values(length: number): Float32Array {
    const at = this.#take(length * 4);
    return new Float32Array(this.#buffer, at, length);
  }

  #take(bytes: number): number {
    if (this.#used + bytes > this.#buffer.byteLength) {
      this.#buffer = new ArrayBuffer(Math.max(shareBytes, bytes));
      this.#used = 0;
    }
    this.#used += bytes;
    return this.#used - bytes;
  }
}
