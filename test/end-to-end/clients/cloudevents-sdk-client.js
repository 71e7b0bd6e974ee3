/**
 * A client as its author would write it with the official CloudEvents SDK, in a process of its own: `node cloudevents-sdk-client.js URL [structured]`
 * reads events as a JSON array from its standard input, emits them by the SDK's HTTP transport, one after the other, and prints the answers' bodies.
 */
import { text } from "node:stream/consumers";
import { CloudEvent, emitterFor, httpTransport, Mode } from "cloudevents";

const [url, mode] = process.argv.slice(2);
// Without options the SDK sends the binary mode.
const emit = mode === "structured" ? emitterFor(httpTransport(url), { mode: Mode.STRUCTURED }) : emitterFor(httpTransport(url));
const responses = [];
for (const event of JSON.parse(await text(process.stdin))) responses.push((await emit(new CloudEvent(event))).body);
process.stdout.write(JSON.stringify(responses));
