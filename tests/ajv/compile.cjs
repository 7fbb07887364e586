// Compiles each schema that is named, in ajv's strict mode, and prints what it says against any as one JSON object.
"use strict";
const { readFileSync } = require("node:fs");
const Ajv = require("ajv/dist/2020").default;

// Formats are a plugin of ajv; these are the ones in use, the last one of OpenAPI.
const formats = Object.fromEntries(["date", "date-time", "uri", "password"].map((name) => [name, true]));
const complaints = {};
for (const name of process.argv.slice(2)) {
  const log = (...words) => (complaints[name] ??= []).push(words.join(" "));
  try {
    const ajv = new Ajv({ strict: true, strictTypes: true, strictTuples: true, strictRequired: true, allErrors: true, formats, logger: { log, warn: log, error: log } });
    ajv.compile(JSON.parse(readFileSync(name, "utf8")));
  } catch (error) {
    log(error.message);
  }
}
console.log(JSON.stringify(complaints, null, 1));
