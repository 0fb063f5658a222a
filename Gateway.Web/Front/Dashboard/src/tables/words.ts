// One collator for all comparisons: to create one per comparison would take a second for thousands of names.
const collator = new Intl.Collator(undefined, { numeric: true });

/** The order of texts as people count: 2 comes before 10. */
export function compareTexts(a: string, b: string): number {
  return collator.compare(a, b);
}

/** A test of texts in lower case: each word of the filter must be found. */
export function wordTest(filter: string): (text: string) => boolean {
  const words = filter.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return (text) => words.every((word) => text.includes(word));
}
