import { listText } from '../../src/experiments/figure-text.ts';
import { quantile } from '../harness.ts';
import { timesText } from '../texts.ts';
import type { ThreadsResults } from '../threads.ts';
import { nameOf, workloads } from '../workloads.ts';
import { type Chapter, percentText } from './chapter.ts';

export function describeThreads({ threads, hardware, steps }: ThreadsResults): Chapter {
  const given = quantile(hardware, 0.5);
  const reached = steps.map(({ name, ofHardware }) => `${percentText(ofHardware)} (${idOf(name)})`);
  return {
    title: 'Threads',
    question: `What are ${threads} threads worth to large networks, beside what the hardware gives?`,
    answer: `${threads} processes at the roofline do ${timesText(given)} what one does; training on ${threads} threads reaches ${listText(reached)} of that.`,
    blocks: [
      {
        kind: 'chart',
        caption: `How many times as fast: ${threads} processes at the roofline as one, training on ${threads} threads as on one`,
        chart: {
          kind: 'bars',
          x: { title: 'times as fast' },
          groups: [`${threads} processes`, ...steps.map(({ name }) => idOf(name))],
          series: [
            {
              name: 'median',
              bars: [given, ...steps.map(({ faster }) => faster)].map((value) => ({ value, text: timesText(value) })),
            },
          ],
        },
      },
      {
        kind: 'text',
        text:
          'Logical processors may be hardware threads of one core, which share its arithmetic: then two of them do little more than one. The yardstick is measured in the ' +
          'same run: that many processes with the roofline loop at once, over one of them alone. Results have the same bits with any number of threads.',
        tone: 'remark',
      },
    ],
  };
}

/** 'W5' of the network's name. */
function idOf(name: string): string {
  return workloads.find((workload) => nameOf(workload) === name)?.id ?? name;
}
