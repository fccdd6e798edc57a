/** What a terminal calls with all its text whenever it grows: presses Ctrl-C once there are more than so many lines. */
export function stopAfter(lines: number): (text: string) => void {
  let stopped = false;
  return (text) => {
    if (stopped || text.split('\n').length <= lines) return;
    stopped = true;
    process.emit('SIGINT', 'SIGINT');
  };
}
