/** Laws of growth: y = factor · x^exponent, a line where both axes are logarithmic. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PowerFit {
  readonly exponent: number;
  readonly factor: number;
  /** The smallest and the largest x it was fitted to. */
  readonly from: number;
  readonly to: number;
  readonly points: number;
  /** Of the logarithms: 1 where every point lies on the line. */
  readonly rSquared: number;
}

/** Points of an upper part at least: through fewer nearly any line goes. */
export const fewestPoints = 4;
/** A point of an upper part is at most so far from its line. */
export const furthest = 0.05;

/** Least squares of the logarithms over points in the order of x, both above 0. */
export function fitPower(points: readonly Point[]): PowerFit {
  const logs = points.map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) }));
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [middleX, middleY] = [mean(logs.map(({ x }) => x)), mean(logs.map(({ y }) => y))];
  const together = (f: (log: Point) => number): number => logs.reduce((sum, log) => sum + f(log), 0);
  const xx = together(({ x }) => (x - middleX) ** 2);
  const xy = together(({ x, y }) => (x - middleX) * (y - middleY));
  const yy = together(({ y }) => (y - middleY) ** 2);
  const exponent = xy / xx;
  const rest = together(({ x, y }) => (y - middleY - exponent * (x - middleX)) ** 2);
  return {
    exponent,
    factor: Math.exp(middleY - exponent * middleX),
    from: points[0].x,
    to: points[points.length - 1].x,
    points: points.length,
    rSquared: yy === 0 ? 1 : 1 - rest / yy,
  };
}

/**
 * The law of the upper part: the longest that ends with the last point, has at least four points, and none of them more than
 * 5 % off its line; of the last four where there is no such part. What is below it is bent by costs that do not grow.
 */
export function fitUpperPart(points: readonly Point[]): PowerFit {
  for (let first = 0; first < points.length - fewestPoints; first++) {
    const part = points.slice(first);
    const fit = fitPower(part);
    const off = part.map(({ x, y }) => Math.abs(y / (fit.factor * x ** fit.exponent) - 1));
    if (Math.max(...off) <= furthest) return fit;
  }
  return fitPower(points.slice(-fewestPoints));
}

/** The exponent between each two neighbours: how steep the line is there. */
export function exponentsBetween(points: readonly Point[]): number[] {
  return points.slice(1).map(({ x, y }, i) => Math.log(y / points[i].y) / Math.log(x / points[i].x));
}
