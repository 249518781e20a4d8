// Every answer the tests get must be what /openapi.json promises: the schema of its path, method and status.
import assert from 'node:assert/strict';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

export class Contract {
  constructor(document) {
    this.document = document;
    this.ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats(this.ajv);
    this.ajv.addSchema(document, 'openapi');
    this.checks = new Map();
    // The path with most literal segments wins, as in the router.
    this.paths = Object.keys(document.paths)
      .map((path) => ({
        path,
        literal: path.replace(/\{[^}]*\}/g, '').length,
        pattern: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{[^}]*\}/g, '[^/]+')}$`),
      }))
      .sort((a, b) => b.literal - a.literal);
  }

  operation(method, address) {
    const { pathname } = new URL(address);
    const found = this.paths.find(({ path, pattern }) => pattern.test(pathname) && this.document.paths[path][method]);
    return found && { where: found.path, ...this.document.paths[found.path][method] };
  }

  #check(pointer) {
    if (!this.checks.has(pointer)) this.checks.set(pointer, this.ajv.compile({ $ref: `openapi#${pointer}` }));
    return this.checks.get(pointer);
  }

  verify(method, address, status, type, json) {
    const verb = method.toLowerCase();
    const operation = this.operation(verb, address);
    if (!operation) return assert.ok(status === 404 || status === 405 || status === 400, `${method} ${address} is in no path`);
    const [media] = (type ?? '').split(';');
    const escaped = (part) => part.replace(/~/g, '~0').replace(/\//g, '~1').replace(/\{/g, '%7B').replace(/\}/g, '%7D');
    const written = operation.responses[status];
    assert.ok(written ?? operation.responses.default, `${method} ${operation.where} never answers ${status}`);
    if (status >= 400) assert.equal(media, 'application/problem+json', `${method} ${address} ${status}`);
    const base = written ? `/paths/${escaped(operation.where)}/${verb}/responses/${status}` : '/components/responses/problem';
    const content = written ? written.content : this.document.components.responses.problem.content;
    if (json === undefined) return undefined;
    assert.ok(content?.[media], `${method} ${operation.where} ${status} has no ${media}`);
    if (!content[media].schema) return undefined;
    const check = this.#check(`${base}/content/${escaped(media)}/schema`);
    assert.ok(check(json), `${method} ${address} ${status} is not as promised: ${this.ajv.errorsText(check.errors)}\n${JSON.stringify(json).slice(0, 2000)}`);
    return undefined;
  }
}
