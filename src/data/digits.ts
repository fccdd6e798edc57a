import { requireBoolean, requireInteger, requireInterval, requireKnownOptions, requireWithin } from '../errors.ts';
import { RandomStream } from '../tensor/random.ts';
import { cos, sin } from '../tensor/scalar-math.ts';
import { digitForms, type Stroke } from './digit-forms.ts';
import { extent, smooth, trace } from './pen.ts';
import type { ScaledArray } from './rows.ts';

export interface DigitsOptions {
  readonly samples?: number;
  readonly seed?: number;
  /** Standard deviation of the noise on each pixel, as a fraction of white. */
  readonly noise?: number;
  /** How far the centre of mass may lie from the middle, in pixels on each axis. */
  readonly shift?: number;
  /** Standard deviation of the lean around 0.2: how far the top goes to the right, as a fraction of the height. */
  readonly slant?: number;
  /** Standard deviation of the turn, in radians. */
  readonly rotation?: number;
  /** How much the forms are bent: 0 leaves them as they are, 1 is natural. */
  readonly distortion?: number;
  /** Least and greatest size of the larger side, pen included, in pixels. */
  readonly scale?: readonly [least: number, greatest: number];
  /** Least and greatest width of the pen, in pixels. */
  readonly thickness?: readonly [least: number, greatest: number];
  /** true: a row of 784 pixels for each digit. false: images [28, 28, 1]. */
  readonly flatten?: boolean;
}

/** Grey images, a byte a pixel: row-major, `data[…] · scale` is in [0, 1]. Models take them as they are. */
export interface GreyImages extends ScaledArray {
  readonly data: Uint8Array;
  readonly shape: readonly [n: number, pixels: number] | readonly [n: number, h: number, w: number, c: number];
  readonly scale: number;
}

const size = 28;
const pixels = size * size;
const [white, black] = [255, 0];
const allDigits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** The options in full, as one digit is drawn by them. */
type Style = Required<Omit<DigitsOptions, 'samples' | 'seed' | 'flatten'>>;

/**
 * Generated digits: 28 x 28 grey images, white on black, drawn from strokes in the sizes and proportions of MNIST. Nobody
 * wrote them: they are no recording of handwriting, and results on them are results on generated data.
 *
 * A digit has two to four forms (`digit-forms.ts`), each a few strokes through given points. For each sample, ε being
 * nearly normal and u uniform, new each time they stand:
 *
 *     (x, y)  a point of the form, from the digit's middle, + 0.02 d ε on each axis            d = distortion
 *     x ← (1.15 + 0.2 ε) (x + b₁x² + b₂xy + b₃y²)       y ← y + b₄x² + b₅xy + b₆y²             bᵢ = 0.2 d ε
 *     x ← x − (0.2 + slant · ε) y                       then turned by rotation · ε
 *     scaled so that the larger side of the box, pen included, is `scale` pixels; centre of mass ≤ `shift` off the middle
 *     cover = clip(½ + thickness / 2 − distance of the pixel's centre from the pen's path, 0, 1)
 *     pixel = ⌊clip(255 (ink · cover + noise · ε), 0, 255) + ½⌋                                 ink = 0.9 + 0.5 u
 *
 * ε is the sum of four random bytes, centred and scaled to deviation 1: it ends at ±3.45. What leaves the image is cut.
 *
 * x: [n, 784], rows of pixels for dense layers, or with `flatten: false` [n, 28, 28, 1]: the same bytes. 784 bytes a
 * sample; multiplied by `scale`, 1/255, they are in [0, 1]. y: the digits, class indices.
 *
 * Sample i depends on (seed, i) alone, so a larger set begins with the smaller one. Each ten samples from 0, 10, 20, …
 * hold every digit once, in random order: `RandomStream(seed, 'digits/classes', i / 10)`; all else of sample i comes from
 * `RandomStream(seed, 'digits', i)`: the form, lean, turn, width, b₁ … b₆, pen, size, ink, shift, then point by point, then
 * pixel by pixel. The same bytes everywhere. About 0.05 ms a digit.
 *
 * How hard it is, test accuracy after training on 4,500 (`test/golden/digits-baselines.json`): logistic regression 0.88,
 * a 784-64-64-10 network 0.96. That network is right about 0.85 of MNIST's digits, which it has never seen.
 *
 *     const { x, y } = digits({ samples: 6000, seed: 1 });
 *
 * @throws RangeError for samples below 1, an amount below 0 or too large (noise 1, shift 28, the others 10), or a
 *   pen not thinner than the digit.
 */
export function digits(options: DigitsOptions = {}): { x: GreyImages; y: number[] } {
  const amounts = ['noise', 'shift', 'slant', 'rotation', 'distortion'];
  requireKnownOptions('digits', options, ['samples', 'seed', ...amounts, 'scale', 'thickness', 'flatten']);
  const { samples = 6000, seed = 0, flatten = true } = options;
  const { noise = 0.05, shift = 2, slant = 0.2, rotation = 0.1, distortion = 1 } = options;
  const { scale = [18, 22], thickness = [1.6, 4] } = options;
  requireInteger('digits', { samples }, 1);
  requireInteger('digits', { seed });
  requireWithin('digits', { noise }, 0, 1);
  requireWithin('digits', { shift }, 0, size);
  requireWithin('digits', { slant, rotation, distortion }, 0, 10);
  requireInterval('digits', { scale, thickness });
  requireBoolean('digits', { flatten });
  if (thickness[0] <= 0 || thickness[1] >= scale[0]) {
    throw new RangeError(
      `digits: the pen must be thinner than the digit, 0 < thickness < scale, got thickness [${thickness.join(', ')}] and scale [${scale.join(', ')}]`,
    );
  }

  const style = { noise, shift, slant, rotation, distortion, scale, thickness };
  const data = new Uint8Array(samples * pixels);
  const y: number[] = [];
  const squaredDistances = new Float64Array(pixels);
  let order: number[] = [];
  for (let i = 0; i < samples; i++) {
    if (i % 10 === 0) order = new RandomStream(seed, 'digits/classes', i / 10).shuffle(allDigits.slice());
    const digit = order[i % 10];
    y.push(digit);
    const image = data.subarray(i * pixels, (i + 1) * pixels);
    draw(image, digit, style, new RandomStream(seed, 'digits', i), squaredDistances);
  }
  return { x: { data, shape: flatten ? [samples, pixels] : [samples, size, size, 1], scale: 1 / white }, y };
}

/** One digit into `image`. `squaredDistances` is room to work in. Every style reads the same words of the stream. */
function draw(
  image: Uint8Array,
  digit: number,
  { noise, shift, slant, rotation, distortion, scale, thickness }: Style,
  stream: RandomStream,
  squaredDistances: Float64Array,
): void {
  const strokes = chooseForm(digit, stream);
  const lean = 0.2 + slant * bell(stream);
  const angle = rotation * bell(stream);
  const width = 1.15 + 0.2 * bell(stream);
  const bend = Array.from({ length: 6 }, () => 0.2 * distortion * bell(stream));
  const radius = between(thickness[0], thickness[1], stream) / 2;
  const side = between(scale[0], scale[1], stream);
  const ink = between(0.9, 1.4, stream); // above 1, the edges darken: MNIST's are nearly as white as its strokes
  const shiftX = between(-shift, shift, stream);
  const shiftY = between(-shift, shift, stream);

  const [cosine, sine] = [cos(angle), sin(angle)];
  const paths = strokes.map((stroke) => {
    const bent: number[] = [];
    let [dx, dy] = [0, 0];
    for (let i = 0; i < stroke.length; i += 2) {
      const corner = i > 0 && stroke[i] === stroke[i - 2] && stroke[i + 1] === stroke[i - 1];
      if (!corner) [dx, dy] = [0.02 * distortion * bell(stream), 0.02 * distortion * bell(stream)];
      const [u, v] = [stroke[i] + dx, stroke[i + 1] - 0.5 + dy];
      const y = v + bend[3] * u * u + bend[4] * u * v + bend[5] * v * v;
      const x = width * (u + bend[0] * u * u + bend[1] * u * v + bend[2] * v * v) - lean * y;
      bent.push(cosine * x - sine * y, sine * x + cosine * y);
    }
    return smooth(bent);
  });

  const found = extent(paths);
  const factor = (side - 2 * radius) / found.side;
  const left = size / 2 + shiftX - factor * found.centerX;
  const top = size / 2 + shiftY - factor * found.centerY;
  squaredDistances.fill(Number.POSITIVE_INFINITY);
  for (const path of paths) {
    const placed = path.map((value, i) => factor * value + (i % 2 === 0 ? left : top));
    trace(squaredDistances, size, placed, radius + 0.5);
  }
  for (let i = 0; i < pixels; i++) {
    const cover = Math.min(1, Math.max(0, 0.5 + radius - Math.sqrt(squaredDistances[i])));
    const grey = white * (ink * cover + noise * bell(stream));
    image[i] = Math.floor(Math.min(white, Math.max(black, grey)) + 0.5);
  }
}

/** The strokes of one of the digit's forms, each as often as its share says. */
function chooseForm(digit: number, stream: RandomStream): readonly Stroke[] {
  const forms = digitForms[digit];
  let rest = stream.uniform();
  let form = 0;
  while (form < forms.length - 1 && rest >= forms[form].share) rest -= forms[form++].share;
  return forms[form].strokes;
}

/** Uniform in [low, high). */
function between(low: number, high: number, stream: RandomStream): number {
  return low + (high - low) * stream.uniform();
}

/** Nearly normal, from one word: the sum of its bytes has mean 510 and variance 4 (256² − 1) / 12 = 21,845. */
function bell(stream: RandomStream): number {
  const word = stream.word();
  const sum = (word & 255) + ((word >>> 8) & 255) + ((word >>> 16) & 255) + (word >>> 24);
  return (sum - 510) / Math.sqrt(21845);
}
