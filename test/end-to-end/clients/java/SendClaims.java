import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.message.Encoding;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.CloudEventSerializer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends claims to an inbound topic by kafka-clients and the CloudEvents serializer of the SDK for Java, with their defaults, and prints the
 * acknowledgements, one a line: SendClaims BOOTSTRAP TOPIC AUTHORITY USER PASSWORD
 */
public final class SendClaims {
  private static final String CLAIM =
      """
      {"occurredAt": "2026-02-03T07:40:00+05:00", "kind": "accident", "severity": "severe", "region": "KZ-35",
       "employer": {"bin": "200140000004"}, "claim": {"status": "paid", "paidKzt": 1250000}}
      """;

  public static void main(String[] words) throws Exception {
    Map<String, Object> connection = connection(words);
    String inbound = "qorgau.inbound." + words[1] + ".v1";
    Set<String> sent = new HashSet<>();
    // The serializer's default is the binary mode.
    send(connection, inbound, "binary", sent);
    Map<String, Object> structured = new HashMap<>(connection);
    structured.put(CloudEventSerializer.ENCODING_CONFIG, Encoding.STRUCTURED);
    structured.put(CloudEventSerializer.EVENT_FORMAT_CONFIG, JsonFormat.CONTENT_TYPE);
    send(structured, inbound, "structured", sent);
    read(connection, "qorgau.acks." + words[1] + ".v1", sent);
  }

  private static Map<String, Object> connection(String[] words) {
    Map<String, Object> connection = new HashMap<>();
    connection.put("bootstrap.servers", words[0]);
    connection.put("security.protocol", "SASL_SSL");
    connection.put("ssl.truststore.type", "PEM");
    connection.put("ssl.truststore.location", words[2]);
    connection.put("sasl.mechanism", "SCRAM-SHA-512");
    String module = "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";";
    connection.put("sasl.jaas.config", module.formatted(words[3], words[4]));
    return connection;
  }

  private static void send(Map<String, Object> settings, String topic, String mode, Set<String> sent) throws Exception {
    Map<String, Object> ofProducer = new HashMap<>(settings);
    ofProducer.put("key.serializer", StringSerializer.class);
    ofProducer.put("value.serializer", CloudEventSerializer.class);
    try (KafkaProducer<String, CloudEvent> producer = new KafkaProducer<>(ofProducer)) {
      for (CloudEvent event : events(mode)) {
        producer.send(new ProducerRecord<>(topic, event)).get();
        producer.send(new ProducerRecord<>(topic, "", event)).get();
        sent.add(event.getId());
      }
    }
  }

  private static List<CloudEvent> events(String mode) {
    byte[] refused = CLAIM.replace("paid\"", "lost\"").getBytes(StandardCharsets.UTF_8);
    byte[] claim = CLAIM.getBytes(StandardCharsets.UTF_8);
    return List.of(
        event("Java өтінім " + mode).withData(claim).build(),
        event("Java typed " + mode).withData("application/json", claim).build(),
        event("Java charset " + mode).withData("application/json; charset=UTF-8", claim).build(),
        event("Java schema " + mode)
            .withData("application/json", URI.create("https://example.kz/claim.json"), claim)
            .withTime(OffsetDateTime.parse("2026-02-03T12:10:00.123456789+05:00"))
            .withExtension("partitionkey", "35")
            .withExtension("sampled", true)
            .build(),
        event("Java refused " + mode).withData("application/json", refused).build());
  }

  private static CloudEventBuilder event(String name) {
    return CloudEventBuilder.v1()
        .withId(name)
        .withSource(URI.create("urn:kz:insurer:annuity"))
        .withType("kz.qorgau.claim.reported.v1")
        .withSubject(name)
        .withExtension("revision", 1);
  }

  private static void read(Map<String, Object> settings, String topic, Set<String> sent) {
    Map<String, Object> ofConsumer = new HashMap<>(settings);
    ofConsumer.put("group.id", "reader-" + UUID.randomUUID());
    ofConsumer.put("auto.offset.reset", "earliest");
    ofConsumer.put("key.deserializer", StringDeserializer.class);
    ofConsumer.put("value.deserializer", StringDeserializer.class);
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(ofConsumer)) {
      consumer.subscribe(List.of(topic));
      long until = System.nanoTime() + Duration.ofMinutes(1).toNanos();
      while (!sent.isEmpty()) {
        if (System.nanoTime() > until) throw new IllegalStateException("no acknowledgement within a minute of: " + sent);
        consumer.poll(Duration.ofSeconds(1)).forEach(record -> print(record.value(), sent));
      }
    }
  }

  private static void print(String acknowledgement, Set<String> sent) {
    if (sent.removeIf(id -> acknowledgement.contains("\"id\":\"" + id + "\""))) System.out.println(acknowledgement);
  }
}
