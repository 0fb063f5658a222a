/** The range of the axis for values from `min` to `max`; a constant value is in its middle. */
export function padded(min: number | null, max: number | null): [number, number] {
  if (min === null || max === null) {
    return [0, 1];
  }
  const margin = max === min ? Math.max(1, Math.abs(max) * 0.05) : (max - min) * 0.08;
  return [min - margin, max + margin];
}
