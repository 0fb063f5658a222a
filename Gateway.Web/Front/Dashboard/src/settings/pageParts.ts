import type { UsedPackage } from '../apiContracts.ts';

/** What the page is made of; the build fills it in from the packages that it uses. */
export interface PageParts {
  /** Version of the client library. */
  readonly client: string;
  readonly packages: readonly UsedPackage[];
}

declare const __PAGE_PARTS__: PageParts | undefined;

export const pageParts: PageParts = typeof __PAGE_PARTS__ === 'undefined' ? { client: 'not built', packages: [] } : __PAGE_PARTS__;
