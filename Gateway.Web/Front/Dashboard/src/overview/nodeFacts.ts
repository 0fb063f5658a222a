import type { OverviewNode, OverviewSite } from '@mxgateway/client';
import { count } from '../sessionFacts.ts';

/** What the gateway is in its sites: its name there, and a line for each site. */
export function nodeFacts(node: OverviewNode | undefined): readonly (readonly [name: string, text: string])[] {
  return node === undefined ? [] : [['Node', `${node.name}, ${node.role}`], ...node.sites.map((site) => [`Site ${site.site}`, siteText(site)] as const)];
}

function siteText({ state, sessions, unpublishedEvents, untakenMessages }: OverviewSite): string {
  return [
    state === 'away' ? 'cannot be reached' : state, count(sessions, 'session'),
    unpublishedEvents === undefined ? undefined : `${count(unpublishedEvents, 'event')} to publish`,
    untakenMessages === undefined ? undefined : `${count(untakenMessages, 'message')} to take`,
  ].filter((part) => part !== undefined).join(', ');
}
