// Whether a local moment falls into quiet hours, which may reach over midnight.
export interface Hours { from: string; to: string }

export function quietAt(moment: string, hours: Hours[]): Hours | null {
  const time = moment.slice(11, 16);
  if (time.length !== 5) return null;
  const found = hours.find(({ from, to }) => {
    const [start, end] = [from.slice(0, 5), to.slice(0, 5)];
    return start <= end ? time >= start && time < end : time >= start || time < end;
  });
  return found ? { from: found.from.slice(0, 5), to: found.to.slice(0, 5) } : null;
}
