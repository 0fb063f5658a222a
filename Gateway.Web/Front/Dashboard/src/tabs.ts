import { serveTabs } from '@mxgateway/client/tabs-worker';

// The script of the shared worker, which has the connection of all tabs with the same token.
serveTabs();
