import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Globs } from "../../src/browser/globs";

/** As the server has them. */
const PATTERNS = [
  "**/{.env,prefect.toml,uv.lock}",
  "**/requirements*.txt",
  "**/*.{dockerfile,Dockerfile}",
  "**/{compose,docker-compose}.*.{yml,yaml}",
  "**/{.venv,venv}/pyvenv.cfg",
  "**/{.venv,venv}/lib/python3*/site-packages/prefect-*.dist-info",
];

describe("Globs", () => {
  const globs = new Globs(PATTERNS);

  it("matches files wherever they are, by their whole name", () => {
    const wanted = [".env", "a/b/prefect.toml", "requirements.txt", "x/requirements-dev.txt", "flow.dockerfile"];
    const others = ["a.env", ".env.local", "prefect.toml/x", "my-prefect.toml", "requirements.in", "prefectxtoml"];
    assert.deepEqual([...wanted, ...others].filter((each) => globs.matches(each)), wanted);
  });

  it("lets a star stand for a part of one name, and a dot for itself", () => {
    assert.ok(globs.matches("deploy/compose.prod.yml"));
    assert.ok(!globs.matches("deploy/compose.yml"));
    assert.ok(!globs.matches("requirements/base.txt"));
    assert.ok(!new Globs(["a?c"]).matches("abbc"));
    assert.ok(new Globs(["a?c", "(x)+[y]"]).matches("(x)+[y]"));
  });

  it("knows the folders that lead into an environment, and no others", () => {
    const environment = [".venv", "flows/venv", ".venv/lib", ".venv/lib/python3.12", ".venv/lib/python3.12/site-packages"];
    const others = ["flows", ".venv/bin", ".venv/lib/python3.12/site-packages/rich", "node_modules"];
    assert.deepEqual([...environment, ...others].filter((each) => globs.leadsTo(each)), environment);
    assert.ok(globs.matches(".venv/lib/python3.12/site-packages/prefect-3.8.8.dist-info"));
  });

  it("matches nothing without patterns", () => {
    assert.ok(!new Globs([]).matches(""));
    assert.ok(!new Globs([]).matches("prefect.toml"));
  });
});
