export { serveTabs, type ServeTabsOptions } from './tabs/serveTabs.js';
