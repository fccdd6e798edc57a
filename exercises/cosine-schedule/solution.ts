/** (1 + cos(angle)) / 2 goes from 1 to 0 while the angle goes from 0 to π. Loshchilov & Hutter, 2017, equation 5. */
export function cosineRate(step: number, initial: number, final: number, steps: number): number {
  const angle = (Math.PI * Math.min(step, steps)) / steps;
  return final + ((initial - final) * (1 + Math.cos(angle))) / 2;
}
