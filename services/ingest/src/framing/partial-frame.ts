/**
 * The part of a frame that came with earlier chunks. It is copied into one buffer that grows by doubling, so that a frame sent byte by byte costs
 * no more than one sent whole, and it holds no more than a limit: of what is longer it stores only the fact.
 */
export class PartialFrame {
  readonly #bytesMax: number;
  #buffer = Buffer.alloc(0);
  #length = 0;
  #tooLong = false;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get tooLong(): boolean {
    return this.#tooLong;
  }

  get bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  /** In memory, whether used or not. */
  get heldBytes(): number {
    return this.#buffer.length;
  }

  /** Copies the bytes. Beyond `bytesMax` it forgets all of the frame and is `tooLong`. */
  append(bytes: Uint8Array): void {
    if (this.#tooLong) return;
    const length = this.#length + bytes.length;
    if (length > this.#bytesMax) {
      this.clear();
      this.#tooLong = true;
      return;
    }
    if (length > this.#buffer.length) this.#grow(length);
    this.#buffer.set(bytes, this.#length);
    this.#length = length;
  }

  /** Gives the whole frame with its last bytes, or null where it is too long; the next frame begins empty. */
  complete(last: Uint8Array): Uint8Array | null {
    const fits = !this.#tooLong && this.#length + last.length <= this.#bytesMax;
    const whole = !fits ? null : this.#length === 0 ? last : Buffer.concat([this.bytes, last]);
    this.clear();
    return whole;
  }

  clear(): void {
    this.#length = 0;
    this.#tooLong = false;
  }

  #grow(length: number): void {
    const larger = Buffer.alloc(Math.min(this.#bytesMax, Math.max(1024, 2 * length)));
    larger.set(this.bytes);
    this.#buffer = larger;
  }
}
