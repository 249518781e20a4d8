// The people and the papers that the tests of approvals work with.
import { pack } from './papers.mjs';
import { Server, good } from './server.mjs';

const names = ['sales', 'manager', 'finance', 'director', 'admin', 'sales2', 'manager2'];

// A server with the pack (and `files` more in it), those `writers` who may write papers, and everybody signed in.
export async function office({ files = [], writers }) {
  const server = await Server.start();
  const who = Object.fromEntries(await Promise.all(names.map(async (login) => [login, await server.as(login)])));
  good(await who.admin('POST', '/deployments', { packs: [{ ...pack, files: [...pack.files, ...files] }] }), 201);
  for (const login of writers) {
    const { roles } = good(await who.admin('GET', '/users')).find((user) => user.login === login);
    good(await who.admin('PATCH', `/users/${login}`, { roles: [...roles, 'papers.writer'] }));
  }
  const ids = Object.fromEntries(await Promise.all(names.map(async (login) => [login, good(await who[login]('GET', '/me')).id])));
  return { server, who, ids };
}
