import { type BlobsOptions, blobs as draw } from '../src/index.ts';
import { generatedClasses } from './generated-classes.ts';

/** Four round clouds in the plane; straight lines part them as well as anything can. */
export const blobs = generatedClasses({
  name: 'blobs',
  title: 'Blobs',
  rows: 1000,
  features: 2,
  classes: 4,
  target: 'blob',
  defaults: { samples: 1000, centers: 4, clusterStd: 1.5 } as BlobsOptions,
  draw(options) {
    const { x, y, centers } = draw(options);
    return { x, y, classes: centers.length };
  },
});
