// The language server of Even Better TOML over stdio, kept offline.
//
// The extension runs the WebAssembly build of taplo in Node and talks to it over Node's own
// channel; this file does the same over stdin and stdout, for the benchmarks.
//
//     npm install --prefix benchmarks && node benchmarks/taplo_server.cjs

"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { TaploLsp } = require("@taplo/lsp");

const CONFIG_FILES = [".taplo.toml", "taplo.toml"];

// What taplo asks of its host. It never reaches the network: fetch refuses.
const environment = {
  now: () => new Date(),
  envVar: (name) => process.env[name],
  envVars: () => Object.entries(process.env),
  stdErrAtty: () => false,
  stdin: process.stdin,
  stdout: process.stderr, // stdout carries the protocol
  stderr: process.stderr,
  glob: () => [],
  readFile: (file) => fs.promises.readFile(file),
  writeFile: (file, bytes) => fs.promises.writeFile(file, bytes),
  urlToFilePath: (url) => decodeURI(url.replace(/^file:\/\//, "")), // must not throw
  isAbsolute: (file) => path.isAbsolute(file),
  cwd: () => process.cwd(),
  findConfigFile: (from) =>
    CONFIG_FILES.map((name) => path.join(from, name)).find((file) => fs.existsSync(file)),
  fetch: {
    fetch: () => Promise.reject(new Error("offline")),
    Headers,
    Request,
    Response,
  },
};

function send(message) {
  const body = Buffer.from(JSON.stringify(message), "utf8");
  process.stdout.write(`Content-Length: ${body.length}\r\n\r\n`);
  process.stdout.write(body);
}

async function main() {
  const taplo = await TaploLsp.initialize(environment, { onMessage: send });
  let buffer = Buffer.alloc(0);
  process.stdin.on("data", (chunk) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const end = buffer.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/Content-Length: *(\d+)/i.exec(buffer.toString("ascii", 0, end))[1]);
      const start = end + 4;
      if (buffer.length < start + length) return;
      const message = JSON.parse(buffer.toString("utf8", start, start + length));
      buffer = buffer.subarray(start + length);
      if (message.method === "exit") process.exit(0);
      taplo.send(message);
    }
  });
  process.stdin.on("end", () => process.exit(1));
}

main();
