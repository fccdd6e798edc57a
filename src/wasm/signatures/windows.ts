/** Where windows lie on images, as `Windows` in src/ops/window.ts has it; the order is that of `windowNumbers` there. */
export type WindowNumbers = [
  batch: number,
  height: number,
  width: number,
  channels: number,
  windowHeight: number,
  windowWidth: number,
  strideY: number,
  strideX: number,
  top: number,
  left: number,
  rows: number,
  columns: number,
];
