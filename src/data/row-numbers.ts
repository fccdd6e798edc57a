/** 0, 1, … count − 1. A loop takes a thirtieth of the time of `from` with a function. */
export function rowNumbers(count: number): Uint32Array<ArrayBuffer> {
  const numbers = new Uint32Array(count);
  for (let i = 0; i < count; i++) numbers[i] = i;
  return numbers;
}
