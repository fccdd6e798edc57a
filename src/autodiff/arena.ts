/** The working memory of one or more recorded graphs that are never at work at the same time. */
import type { Address } from '../wasm/kernels.ts';
import { Resident } from '../wasm/memory.ts';

export class Arena {
  private resident: Resident | undefined;
  /** The graph whose values are in it now. */
  owner: object | undefined;
  private arrivals = 0;

  get bytes(): number {
    return this.resident?.bytes ?? 0;
  }

  /** Makes it at least `bytes` large. What it held is gone when it grows. */
  require(bytes: number): void {
    if (this.resident && bytes <= this.resident.bytes) return;
    this.resident?.release();
    this.resident = new Resident(bytes, 'working');
    this.arrivals = 0;
    this.owner = undefined;
  }

  /** Brings it in. Whoever owned its contents no longer does if it had been moved out. */
  address(): Address {
    const resident = this.resident!;
    const address = resident.address();
    if (resident.arrivals !== this.arrivals) {
      this.arrivals = resident.arrivals;
      this.owner = undefined;
    }
    return address;
  }
}
