/**
 * `node model-topics.js URL FOLDER`: parses the AsyncAPI document at URL, writes a TypeScript model of each of its schemas into FOLDER, and prints what the
 * parser finds and the names of the models as JSON.
 */
import { TypeScriptFileGenerator } from "@asyncapi/modelina";
import { Parser } from "@asyncapi/parser";

const [url, folder] = process.argv.slice(2);
const text = await (await fetch(url)).text();
const { document, diagnostics } = await new Parser().parse(text);
const generator = new TypeScriptFileGenerator({ modelType: "interface", enumType: "union", moduleSystem: "ESM", rawPropertyNames: true });
const models = await generator.generateToFiles(document, folder, { exportType: "named" }, true);
// Of the levels of the parser 0 is an error, 1 a warning.
const found = diagnostics.map(({ severity, code, message, path }) => ({ severity, code, message, at: path.join("/") }));
console.log(JSON.stringify({ version: document.version(), found, models: models.map(({ modelName }) => modelName) }));
