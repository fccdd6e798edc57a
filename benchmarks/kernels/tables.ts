import type { KernelsResults } from '../kernels.ts';
import type { ResultTable } from '../part.ts';
import { sizeNames } from './case.ts';
import type { CaseResult } from './measure-case.ts';

const percent = (value: number | undefined): string => (value === undefined ? '' : `${(100 * value).toFixed(0)} %`);
const times = (value: number | undefined): string =>
  value === undefined ? '' : `${value < 9.95 ? value.toFixed(1) : value.toFixed(0)}x`;
const microseconds = ({ nanoseconds }: CaseResult): string =>
  nanoseconds < 1e5 ? (nanoseconds / 1000).toPrecision(3) : (nanoseconds / 1000).toFixed(0);
const spreadText = ({ spread }: CaseResult): string => `±${(100 * spread).toFixed(1)} %`;

/** Arithmetic in a table of its own; then images; then what streams, a row a kernel and a column a size. */
export function tablesOf({ roofline, peak, kernels: rows }: KernelsResults): ResultTable[] {
  const streaming = rows.filter(({ size }) => sizeNames.includes(size));
  const sizes = sizeNames.filter((name) => streaming.some(({ size }) => size === name));
  const names = [...new Set(streaming.map(({ name }) => name))];
  return [
    {
      title: `Products and convolutions, beside the strict roofline: ${roofline} GFLOP/s (without waiting for products: ${peak})`,
      head: ['kernel', 'size', 'µs', 'spread', 'GFLOP/s', 'of the roofline', 'of a plain loop'],
      rows: rows
        .filter(({ flops }) => flops !== undefined)
        .map((row) => [
          row.name,
          row.size,
          microseconds(row),
          spreadText(row),
          (row.flops! / row.nanoseconds).toFixed(1),
          percent(row.ofLimit),
          times(row.timesLoop),
        ]),
    },
    {
      title: 'Kernels over images, beside a copy of as many bytes',
      head: ['kernel', 'size', 'µs', 'spread', 'GB/s', 'of the copy', 'of a plain loop'],
      rows: rows
        .filter(({ size, flops }) => flops === undefined && !sizeNames.includes(size))
        .map((row) => [
          row.name,
          row.size,
          microseconds(row),
          spreadText(row),
          (row.bytes / row.nanoseconds).toFixed(1),
          percent(row.ofLimit),
          times(row.timesLoop),
        ]),
    },
    {
      title:
        'Kernels over numbers: elements/ns (ns a call for a tiny one), of the bandwidth at which as many bytes are read, written or\n' +
        'copied, and how many times as fast as the plain loop; numbers come from L1, L2, L3 or memory',
      head: ['kernel', ...sizes],
      rows: names.map((name) => [
        name,
        ...sizes.map((wanted) => cellOf(streaming.find((row) => row.name === name && row.size === wanted))),
      ]),
    },
  ];
}

function cellOf(row: CaseResult | undefined): string {
  if (row === undefined) return '';
  const { elements = 0, nanoseconds, ofLimit, timesLoop } = row;
  if (ofLimit === undefined) return `${nanoseconds.toFixed(0)} ns ${times(timesLoop).padStart(5)}`;
  const speed = (elements / nanoseconds).toPrecision(2);
  return `${speed.padStart(4)} ${percent(ofLimit).padStart(5)} ${times(timesLoop).padStart(5)}`;
}
