import type { Job } from './job.ts';

/** How far all jobs are. Jobs that were done before do not count. */
export interface Totals {
  readonly jobs: number;
  readonly jobsDone: number;
  readonly cost: number;
  /** With the shares of the jobs under way. It never falls. */
  readonly costDone: number;
  /** The time so far ÷ the cost that is done × the cost to come; undefined while nothing is done. */
  readonly secondsLeft: number | undefined;
}

/** Keeps count of jobs that are run. */
export class JobTotals {
  private readonly jobs: number;
  private readonly cost: number;
  private readonly begun = performance.now();
  private jobsDone = 0;
  /** Of the jobs that are done. */
  private costOfDone = 0;
  private highest = 0;
  /** Of the jobs under way, from 0 to 1. */
  private readonly shares = new Map<Job, number>();

  constructor(jobs: readonly Job[]) {
    this.jobs = jobs.length;
    this.cost = jobs.reduce((sum, { cost }) => sum + cost, 0);
  }

  begin(job: Job): void {
    this.shares.set(job, 0);
  }

  isUnderWay(job: Job): boolean {
    return this.shares.has(job);
  }

  /** Takes a share, which does not fall. @returns whether the job is under way: what comes late says nothing. */
  progress(job: Job, share: number): boolean {
    const before = this.shares.get(job);
    if (before === undefined) return false;
    if (share > before) this.shares.set(job, Math.min(1, share));
    return true;
  }

  shareOf(job: Job): number {
    return this.shares.get(job) ?? 0;
  }

  finish(job: Job): void {
    this.shares.delete(job);
    this.jobsDone++;
    this.costOfDone += job.cost;
  }

  /** A job that was ended. */
  drop(job: Job): void {
    this.shares.delete(job);
  }

  now(): Totals {
    const { jobs, jobsDone, cost } = this;
    let sum = this.costOfDone;
    for (const [job, share] of this.shares) sum += share * job.cost;
    this.highest = Math.min(cost, Math.max(this.highest, sum));
    const costDone = this.highest;
    const seconds = (performance.now() - this.begun) / 1000;
    return {
      jobs,
      jobsDone,
      cost,
      costDone,
      secondsLeft: costDone > 0 ? (seconds / costDone) * (cost - costDone) : undefined,
    };
  }
}
