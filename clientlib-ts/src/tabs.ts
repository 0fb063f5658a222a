export { shareTabs, type TabWorker } from './tabs/shareTabs.js';
export type { ConnectionSharing } from './connectionSharing.js';
