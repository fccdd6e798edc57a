/**
 * Planning memory: every value of a recorded graph gets an offset in one arena, and values whose lives do not overlap
 * share the same bytes.
 *
 * Time is counted in node executions: forward of node i is moment i, backward runs through the moments after it. A
 * life includes its first and last moment, so a node's output never shares memory with what the node reads.
 */

/** A value's size and the moments between which it must stay. */
export interface Life {
  readonly bytes: number;
  readonly from: number;
  to: number;
  /** Filled by `planOffsets`. */
  offset: number;
}

const alignment = 64; // a cache line: neighbours never share one

/**
 * Gives every life an offset, by the smallest free gap that fits at the moment it starts; larger ones first within a
 * moment. Returns the bytes of the arena.
 */
export function planOffsets(lives: readonly Life[]): number {
  const gaps: { offset: number; bytes: number }[] = [];
  let top = 0;
  const starting = [...lives].sort((a, b) => a.from - b.from || b.bytes - a.bytes);
  const ending = [...lives].sort((a, b) => a.to - b.to);
  let ended = 0;
  for (const life of starting) {
    while (ended < ending.length && ending[ended].to < life.from) giveBack(gaps, ending[ended++]);
    const wanted = padded(life.bytes);
    let best = -1;
    for (let i = 0; i < gaps.length; i++) {
      if (gaps[i].bytes >= wanted && (best < 0 || gaps[i].bytes < gaps[best].bytes)) best = i;
    }
    if (best >= 0) {
      const gap = gaps[best];
      life.offset = gap.offset;
      gap.offset += wanted;
      gap.bytes -= wanted;
      if (gap.bytes === 0) gaps.splice(best, 1);
      continue;
    }
    const last = gaps.at(-1);
    if (last && last.offset + last.bytes === top) {
      gaps.pop(); // the gap at the end is too small: it is extended
      life.offset = last.offset;
    } else life.offset = top;
    top = life.offset + wanted;
  }
  return top;
}

function padded(bytes: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}

/** Returns a life's bytes to the gaps, which stay sorted by offset with neighbours merged. */
function giveBack(gaps: { offset: number; bytes: number }[], life: Life): void {
  const bytes = padded(life.bytes);
  let i = gaps.length;
  while (i > 0 && gaps[i - 1].offset > life.offset) i--;
  gaps.splice(i, 0, { offset: life.offset, bytes });
  if (i + 1 < gaps.length && life.offset + bytes === gaps[i + 1].offset) {
    gaps[i].bytes += gaps[i + 1].bytes;
    gaps.splice(i + 1, 1);
  }
  if (i > 0 && gaps[i - 1].offset + gaps[i - 1].bytes === gaps[i].offset) {
    gaps[i - 1].bytes += gaps[i].bytes;
    gaps.splice(i, 1);
  }
}
