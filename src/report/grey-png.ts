import type { GreyImage } from './document.ts';

/**
 * A grey picture as the address of a PNG that is written out in it (`data:image/png;base64,…`), 0 white and 255 black, as ink
 * on paper. The pixels are stored rather than compressed, which for pictures of a few hundred of them makes no difference.
 *
 * @see PNG, 3rd edition. https://www.w3.org/TR/png-3/  zlib and stored blocks: RFC 1950, RFC 1951 section 3.2.4.
 */
export function greyPng({ width, height, pixels }: GreyImage): string {
  const grey = atob(pixels);
  const lines = new Uint8Array((width + 1) * height); // each line begins with its filter, 0 for none
  for (let i = 0; i < height; i++) {
    for (let j = 0; j < width; j++) lines[i * (width + 1) + 1 + j] = 255 - grey.charCodeAt(i * width + j);
  }
  const header = [...uint32(width), ...uint32(height), 8, 0, 0, 0, 0]; // 8 bits of grey
  const bytes = [
    137,
    80,
    78,
    71,
    13,
    10,
    26,
    10,
    ...chunk('IHDR', header),
    ...chunk('IDAT', zlib(lines)),
    ...chunk('IEND', []),
  ];
  return `data:image/png;base64,${btoa(bytes.map((byte) => String.fromCharCode(byte)).join(''))}`;
}

function chunk(type: string, data: readonly number[]): number[] {
  const content = [...[...type].map((letter) => letter.charCodeAt(0)), ...data];
  return [...uint32(data.length), ...content, ...uint32(crc32(content))];
}

function zlib(data: Uint8Array): number[] {
  const longest = 0xffff;
  const out = [0x78, 0x01];
  for (let begin = 0; begin < data.length; begin += longest) {
    const block = data.subarray(begin, begin + longest);
    const [low, high] = [block.length & 255, block.length >> 8];
    out.push(begin + longest >= data.length ? 1 : 0, low, high, 255 - low, 255 - high);
    for (const byte of block) out.push(byte);
  }
  return [...out, ...uint32(adler32(data))];
}

function uint32(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

function crc32(bytes: readonly number[]): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}
