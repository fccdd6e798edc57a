/** Windows of convolutions and poolings over images [batch, height, width, channels]. */

/** Window (row, column) begins at pixel (row · strideY − top, column · strideX − left). As src/ops/window.ts has it. */
@unmanaged
export class Windows {
  height: i32;
  width: i32;
  channels: i32;
  windowHeight: i32;
  windowWidth: i32;
  strideY: i32;
  strideX: i32;
  top: i32;
  left: i32;
  /** How many windows there are along each axis. */
  rows: i32;
  columns: i32;
}

/** Bytes to set aside for one. */
export const windowsBytes: usize = 64;

/** Writes the numbers at `at`, where functions find them by one address. */
export function windowsAt(
  at: usize, height: i32, width: i32, channels: i32, windowHeight: i32, windowWidth: i32,
  strideY: i32, strideX: i32, top: i32, left: i32, rows: i32, columns: i32,
): Windows {
  const windows = changetype<Windows>(at);
  windows.height = height;
  windows.width = width;
  windows.channels = channels;
  windows.windowHeight = windowHeight;
  windows.windowWidth = windowWidth;
  windows.strideY = strideY;
  windows.strideX = strideX;
  windows.top = top;
  windows.left = left;
  windows.rows = rows;
  windows.columns = columns;
  return windows;
}

/** Whether all windows lie inside the image. */
export function areInside(w: Windows): bool {
  return (
    w.top == 0 &&
    w.left == 0 &&
    (w.rows - 1) * w.strideY + w.windowHeight <= w.height &&
    (w.columns - 1) * w.strideX + w.windowWidth <= w.width
  );
}
