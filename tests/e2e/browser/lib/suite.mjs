import { after, before } from 'node:test';
import { launch } from './browser.mjs';
import { startServer } from './server.mjs';

/** One server and one browser for the tests of a file. */
export function suite() {
  const world = {};
  before(async () => {
    world.server = await startServer();
    world.browser = await launch();
    world.url = world.server.url;
  });
  after(async () => {
    await world.browser?.close();
    await world.server?.stop();
  });
  return world;
}
