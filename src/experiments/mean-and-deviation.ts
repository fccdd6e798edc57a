export { type MeanAndDeviation, meanAndDeviation } from '../data/mean-and-deviation.ts';
