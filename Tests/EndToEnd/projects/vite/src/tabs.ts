import { serveTabs } from '@mxgateway/client/tabs-worker';

serveTabs();
