import type { ReportedScores } from '../../metrics/classification-report.ts';
import { base64Bytes } from '../../report/base64-bytes.ts';
import type { CheckedJson } from '../checked-json.ts';
import type { Exhibit, Mistake } from './exhibit.ts';

/** Pixels of an image each way, as in reports. */
const largestImage = 1024;

/** Reads an exhibit of a network that tells so many classes apart. @throws what `checked` refuses with. */
export function exhibitFrom(checked: CheckedJson, what: string, json: unknown, classes: number): Exhibit {
  const { object, list, text, count, refuse } = checked;
  const ofClasses = <T>(place: string, value: unknown, entry: (place: string, value: unknown) => T): T[] => {
    const entries = list(place, value, entry);
    return entries.length === classes ? entries : refuse(`${place} must have an entry for each class`, value);
  };
  const { key, confusionMatrix, report, mistakes } = object(what, json);
  const fields = object(`${what}.report`, report);
  const scores = (name: string): ReportedScores =>
    scoresFrom(checked, `${what}.report.${name}`, object(`${what}.report.${name}`, fields[name]));
  return {
    key: text(`${what}.key`, key),
    confusionMatrix: ofClasses(`${what}.confusionMatrix`, confusionMatrix, (place, row) =>
      ofClasses(place, row, count),
    ),
    report: {
      classes: ofClasses(`${what}.report.classes`, fields.classes, (place, value) => {
        const { label, name, ...rest } = object(place, value);
        const read = { label: count(`${place}.label`, label), name: text(`${place}.name`, name) };
        return { ...read, ...scoresFrom(checked, place, rest) };
      }),
      ...(fields.accuracy !== undefined && { accuracy: checked.share(`${what}.report.accuracy`, fields.accuracy) }),
      microAverage: scores('microAverage'),
      macroAverage: scores('macroAverage'),
      weightedAverage: scores('weightedAverage'),
      weighted: false,
      digits: Math.min(100, count(`${what}.report.digits`, fields.digits)),
    },
    mistakes: list(`${what}.mistakes`, mistakes, (place, value) => mistakeFrom(checked, place, value, classes)),
  };
}

function scoresFrom(
  { share, count }: CheckedJson,
  what: string,
  { precision, recall, f1, support }: Readonly<Record<string, unknown>>,
): ReportedScores {
  return {
    precision: share(`${what}.precision`, precision),
    recall: share(`${what}.recall`, recall),
    f1: share(`${what}.f1`, f1),
    support: count(`${what}.support`, support),
  };
}

function mistakeFrom(
  { object, count, share, text, refuse }: CheckedJson,
  what: string,
  json: unknown,
  classes: number,
): Mistake {
  const fields = object(what, json);
  const classIndex = (name: string): number => {
    const index = count(`${what}.${name}`, fields[name]);
    return index < classes ? index : refuse(`${what}.${name} must be the index of a class`, index);
  };
  const [width, height] = [count(`${what}.width`, fields.width), count(`${what}.height`, fields.height)];
  if (Math.min(width, height) < 1 || Math.max(width, height) > largestImage) {
    refuse(`${what} must be of 1 to ${largestImage} pixels each way`, Math.max(width, height));
  }
  const pixels = text(`${what}.pixels`, fields.pixels, 2 ** 21);
  if (base64Bytes(pixels) !== width * height)
    refuse(`${what}.pixels must be base64 of ${width * height} bytes`, pixels);
  return {
    row: count(`${what}.row`, fields.row),
    label: classIndex('label'),
    prediction: classIndex('prediction'),
    probabilityOfLabel: share(`${what}.probabilityOfLabel`, fields.probabilityOfLabel),
    probabilityOfPrediction: share(`${what}.probabilityOfPrediction`, fields.probabilityOfPrediction),
    width,
    height,
    pixels,
  };
}
