import type { AdviseKind, ItemInfo, MxCommand, MxItemResult, MxReply } from './commands.js';
import type { ItemResolver } from './ItemResolver.js';

/** Tells the resolver what a command of this client did to the session's items. */
export function noteItemChanges(items: ItemResolver, command: MxCommand, reply: MxReply): void {
  if (reply.hresult < 0) {
    return;
  }
  switch (command.method) {
    case 'AddItem':
      noteAdded(items, command.serverHandle, [added(reply, command.itemDefinition)], {});
      break;
    case 'AddItem2':
      noteAdded(items, command.serverHandle, [added(reply, command.itemDefinition)], { itemContext: command.itemContext });
      break;
    case 'AddBufferedItem':
      noteAdded(items, command.serverHandle, [added(reply, command.itemDefinition)], { itemContext: command.itemContext, buffered: true });
      break;
    case 'AddItemBulk':
      noteAdded(items, command.serverHandle, reply.results ?? [], {});
      break;
    case 'SubscribeBulk':
      noteAdded(items, command.serverHandle, reply.results ?? [], { advised: adviseKind(command.supervisory) });
      break;
    case 'Unregister':
      items.remove(command.serverHandle);
      break;
    case 'RemoveItem':
      items.remove(command.serverHandle, [command.itemHandle]);
      break;
    case 'RemoveItemBulk':
    case 'UnsubscribeBulk':
      items.remove(command.serverHandle, handlesOf(reply.results));
      break;
    case 'Advise':
      items.update(command.serverHandle, [command.itemHandle], { advised: 'plain' });
      break;
    case 'AdviseSupervisory':
      items.update(command.serverHandle, [command.itemHandle], { advised: 'supervisory' });
      break;
    case 'UnAdvise':
      items.update(command.serverHandle, [command.itemHandle], { advised: 'none' });
      break;
    case 'AdviseItemBulk':
      items.update(command.serverHandle, handlesOf(reply.results), { advised: adviseKind(command.supervisory) });
      break;
    case 'UnAdviseItemBulk':
      items.update(command.serverHandle, handlesOf(reply.results), { advised: 'none' });
      break;
    case 'Suspend':
      items.update(command.serverHandle, [command.itemHandle], { suspended: true });
      break;
    case 'Activate':
      items.update(command.serverHandle, [command.itemHandle], { suspended: false });
      break;
    case 'GetSessionState':
      items.replaceAll(reply.session?.items ?? []);
      break;
    default:
      break;
  }
}

type Added = Pick<MxItemResult, 'hresult' | 'itemHandle' | 'itemDefinition'>;

function added(reply: MxReply, itemDefinition: string): Added {
  return reply.returnValue === undefined
    ? { hresult: reply.hresult, itemDefinition }
    : { hresult: reply.hresult, itemDefinition, itemHandle: reply.returnValue };
}

function noteAdded(items: ItemResolver, serverHandle: number, results: readonly Added[], common: Partial<ItemInfo>): void {
  const infos: ItemInfo[] = [];
  for (const { hresult, itemHandle, itemDefinition } of results) {
    if (hresult >= 0 && itemHandle !== undefined && itemDefinition !== undefined) {
      // addedAfter is the worker's to say; 0 until the session's state is read again.
      infos.push({ serverHandle, itemHandle, itemDefinition, advised: 'none', buffered: false, suspended: false, addedAfter: 0, ...common });
    }
  }
  items.put(infos);
}

function handlesOf(results: readonly MxItemResult[] | undefined): number[] {
  const handles: number[] = [];
  for (const { hresult, itemHandle } of results ?? []) {
    if (hresult >= 0 && itemHandle !== undefined) {
      handles.push(itemHandle);
    }
  }
  return handles;
}

function adviseKind(supervisory: boolean | undefined): AdviseKind {
  return supervisory === true ? 'supervisory' : 'plain';
}
